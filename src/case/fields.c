/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of the case's plain fields. Limits are those of the rooms that use the values (head.h,
 * design.h, plan.h, colour.h); defaults are a middling client's. */
#include <scalptor/case.h>

#include <math.h>
#include <string.h>

#define CASE_AT(member) offsetof(scalp_case, member)
#define PHOTO_AT(member) offsetof(scalp_case_photo, member)
#define CLOSE_AT(member) offsetof(scalp_case_close_up, member)
#define ZONE_AT(member) offsetof(scalp_case_zone, member)
#define AREA_AT(member) offsetof(scalp_case_area, member)

#define NUMBER SCALP_FIELD_NUMBER
#define MAYBE SCALP_FIELD_MAYBE
#define TEXT SCALP_FIELD_TEXT

static const char hair_colours[] = "black|dark brown|brown|light brown|dark blond|blond|"
                                   "light blond|red|grey|white";
static const char stages[] = "none|I|II|IIa|III|IIIa|III vertex|IV|IVa|V|Va|VI|VII|"
                             "1|2|3|4|5|6|7|8|9|S0|S1|S2|S3|S4|S5";
static const char scales[] = "norwood|ludwig|savin|salt";
static const char views[] = "front|left|right|left45|right45|top|back|other";
static const char zones[] = "hairline|frontal|midscalp|crown|temple_l|temple_r|side_l|side_r|nape|"
                            "beard|moustache|sideburn_l|sideburn_r|brow_l|brow_r|scar|free";
#define ROW(code, ...) code "|"
static const char needles[] =
#include "needles.inc"
    ;
static const char pigments[] =
#include "pigments.inc"
    ;
static const char styles[] =
#include "styles.inc"
    ;
static const char shapes[] =
#include "hairline_shapes.inc"
    ;
static const char kinds[] =
#include "area_kinds.inc"
    ;
#undef ROW

/* clang-format off */
const scalp_case_field scalp_case_fields[] = {
    {"", "seed", SCALP_FIELD_WHOLE, false, CASE_AT(seed), 0, 9007199254740992.0, 7, NULL, NULL, "",
     "Picks one of the many equally good layouts; the same seed gives the same dots."},

    {"client", "sex", TEXT, false, CASE_AT(sex), 0, 0, 0, "male", "male|female", "",
     "Whose mean head, and whose hairline rules, stand in for what was not measured."},
    {"client", "age", NUMBER, true, CASE_AT(age_years), 16, 100, 0, NULL, NULL, "years",
     "Age; a younger client is warned of hair that may still be lost."},
    {"client", "smoker", TEXT, false, CASE_AT(smoker), 0, 0, 0, "no", "no|yes", "",
     "Whether the client smokes; the work is expected to fade a little sooner."},
    {"client", "way_of_life", TEXT, false, CASE_AT(way_of_life), 0, 0, 0, "usual",
     "usual|demanding", "",
     "Demanding: pools, sauna, heavy sweat or peeling products on most days; fades the work."},

    {"skin", "ita_deg", NUMBER, false, CASE_AT(ita_deg), -60, 65, 41, NULL, NULL, "degrees",
     "Individual typology angle of the scalp's skin: above 41 light, below -30 dark."},
    {"skin", "oiliness", TEXT, false, CASE_AT(oiliness), 0, 0, 0, "normal", "dry|normal|oily", "",
     "How oily the scalp is; oily skin loses pigment sooner, flaking skin a little sooner."},
    {"skin", "sun", TEXT, false, CASE_AT(sun), 0, 0, 0, "some", "little|some|much", "",
     "Sun on the scalp over the years; little: covered or with sun cream."},

    {"hair", "colour", TEXT, false, CASE_AT(hair_colour), 0, 0, 0, "dark brown", hair_colours, "",
     "Colour of the hair that is there, or was."},
    {"hair", "grey_percent", NUMBER, false, CASE_AT(grey_percent), 0, 100, 0, NULL, NULL, "%",
     "Share of the hairs that have gone grey."},
    {"hair", "worn_length_mm", NUMBER, false, CASE_AT(worn_length_mm), 0, 50, 0.5, NULL, NULL, "mm",
     "Length at which the client wears the remaining hair; 0 is a wet shave."},

    {"head", "source", TEXT, false, CASE_AT(head_source), 0, 0, 0, "standard", "standard|scan", "",
     "Where the head's shape comes from: the standard head, scaled by the measures below, or a scan."},
    {"head", "file", SCALP_FIELD_PATH, true, CASE_AT(head_file), 0, 0, 0, "", NULL, "",
     "Scan of the client's head: GLB, PLY, OBJ or STL; path relative to the case file."},
    {"head", "landmarks", SCALP_FIELD_PATH, true, CASE_AT(head_landmarks), 0, 0, 0, "", NULL, "",
     "Landmarks picked on the scan: JSON of names and places in its unit; path relative to the case."},
    {"head", "unit", TEXT, false, CASE_AT(head_unit), 0, 0, 0, "auto", "auto|mm|cm|m", "",
     "Unit of the scan; auto: the one in which it has the size of a head."},
    {"head", "length_mm", NUMBER, true, CASE_AT(measures.length_mm), 160, 240, 0, NULL, NULL, "mm",
     "Calliper, glabella to the hindmost point of the head."},
    {"head", "breadth_mm", NUMBER, true, CASE_AT(measures.breadth_mm), 120, 190, 0, NULL, NULL,
     "mm", "Calliper, the greatest width above the ears."},
    {"head", "circumference_mm", NUMBER, true, CASE_AT(measures.circumference_mm), 450, 680, 0,
     NULL, NULL, "mm", "Tape, over the glabella and the hindmost point."},
    {"head", "tragion_vertex_mm", NUMBER, true, CASE_AT(measures.tragion_vertex_mm), 100, 165, 0,
     NULL, NULL, "mm", "Height of the top of the head above the notch in front of the ear."},

    {"loss", "scale", TEXT, false, CASE_AT(loss_scale), 0, 0, 0, "norwood", scales, "",
     "The scale that the stage is given in."},
    {"loss", "stage", TEXT, false, CASE_AT(loss_stage), 0, 0, 0, "V", stages, "",
     "Stage of the loss: where hair is missing; none: the whole scalp is to be covered."},
    {"loss", "measured", TEXT, false, CASE_AT(loss_measured), 0, 0, 0, "no", "no|photos", "",
     "Whether the photos correct what the stage says of the hair that is left."},

    {"design", "style", TEXT, false, CASE_AT(style), 0, 0, 0, "natural", styles, "",
     "Style of the hairline."},
    {"design", "density_per_cm2", NUMBER, false, CASE_AT(density_per_cm2), 20, 250, 100, NULL, NULL,
     "per cm2", "Dots for each square centimetre where the zone is full, all sessions together."},
    {"design", "regularity", NUMBER, false, CASE_AT(regularity), 0, 1, 0.5, NULL, NULL, "",
     "How even the dots lie: 0 scattered, 1 as regular as a lattice, 0.5 like hair."},
    {"design", "hairline_height_mm", NUMBER, true, CASE_AT(hairline_height_mm), 50, 110, 0, NULL,
     NULL, "mm", "Middle of the hairline above the glabella, along the skin; null: by the style."},

    {"design", "look", TEXT, true, CASE_AT(look), 0, 0, 0, "", "masculine|feminine|neutral", "",
     "What the hairline is to look like, whatever the client's sex; null: by style and sex."},
    {"design.hairline", "shape", TEXT, true, CASE_AT(hairline_shape), 0, 0, 0, "", shapes, "",
     "Shape of the hairline; null: the style's."},
#define ROW(index, name, low, high, unit, meaning, source)                                         \
    {"design.hairline", name, MAYBE, true, CASE_AT(hairline) + (index) * sizeof(double), low,      \
     high, NAN, NULL, NULL, unit, meaning},
#include "hairline_numbers.inc"
#undef ROW

    {"treatment", "needle", TEXT, false, CASE_AT(needle), 0, 0, 0, "0601RL", needles, "",
     "Cartridge code of the needle."},
    {"treatment", "needle_depth_mm", NUMBER, false, CASE_AT(needle_depth_mm), 0.1, 2, 0.5, NULL,
     NULL, "mm", "Travel of the needle beyond the tip."},
    {"treatment", "pigment_depth_mm", NUMBER, false, CASE_AT(pigment_depth_mm), 0.05, 1, 0.12,
     NULL, NULL, "mm", "Where the middle of the pigment comes to lie below the surface."},
    {"treatment", "thickness_mm", NUMBER, false, CASE_AT(thickness_mm), 0.02, 0.3, 0.08, NULL, NULL,
     "mm", "Thickness of the deposit."},
    {"treatment", "diameter_mm", NUMBER, false, CASE_AT(diameter_mm), 0.05, 0.6, 0.2, NULL, NULL,
     "mm", "Diameter of the deposit; a camera sees it wider."},
    {"treatment", "pigment", TEXT, false, CASE_AT(pigment), 0, 0, 0, "carbon-black", pigments, "",
     "What the dots are made of; iron oxides turn red on a scalp."},
    {"treatment", "dilution", NUMBER, false, CASE_AT(dilution), 0.5, 100, 20, NULL, NULL,
     "parts", "Parts of diluent for one part of pigment, by volume."},
    {"treatment", "hairline_start", TEXT, false, CASE_AT(hairline_start), 0, 0, 0, "soft",
     "soft|full", "",
     "Soft: the first session stays behind the hairline, later ones come up to it; full: all do."},
    {"treatment", "expected_retention", NUMBER, false, CASE_AT(expected_retention), 0.3, 1, 1, NULL,
     NULL, "",
     "Share of a session's dots expected to be seen at the next; the rest is set again then."},
    {"treatment", "dots_per_second", NUMBER, false, CASE_AT(dots_per_second), 0.2, 5, 1.3, NULL,
     NULL, "per second", "How fast the hand is, without breaks."},
    {"treatment", "strokes_per_minute", NUMBER, false, CASE_AT(strokes_per_minute), 0.3, 20, 3, NULL,
     NULL, "per minute", "The same for hair strokes."},
    {"treatment", "break_every_min", NUMBER, false, CASE_AT(break_every_min), 15, 240, 75, NULL,
     NULL, "minutes", "Work between two breaks."},
    {"treatment", "break_min", NUMBER, false, CASE_AT(break_min), 1, 60, 10, NULL, NULL, "minutes",
     "Length of a break."},
    {"treatment", "day_limit_min", NUMBER, false, CASE_AT(day_limit_min), 30, 720, 300, NULL, NULL,
     "minutes", "Longest day, breaks included; a longer session is split over several days."},
};
const size_t scalp_case_field_count = sizeof scalp_case_fields / sizeof *scalp_case_fields;

const scalp_case_field scalp_case_photo_fields[] = {
    {"photos", "id", SCALP_FIELD_NAME, false, PHOTO_AT(id), 0, 0, 0, "", NULL, "",
     "Name of the photo within the case: letters, digits, - and _."},
    {"photos", "file", SCALP_FIELD_PATH, false, PHOTO_AT(file), 0, 0, 0, "", NULL, "",
     "Path of the picture, relative to the case file."},
    {"photos", "view", TEXT, false, PHOTO_AT(view), 0, 0, 0, "front", views, "",
     "From where the picture was taken; left is the client's left."},
    {"photos", "focal_px", NUMBER, true, PHOTO_AT(focal_px), 10, 1e6, 0, NULL, NULL, "px",
     "Focal length in pixels; null: from the picture's EXIF, solved, or assumed."},
};
const size_t scalp_case_photo_field_count =
    sizeof scalp_case_photo_fields / sizeof *scalp_case_photo_fields;

const scalp_case_field scalp_case_close_up_fields[] = {
    {"close_ups", "id", SCALP_FIELD_NAME, false, CLOSE_AT(id), 0, 0, 0, "", NULL, "",
     "Name of the close-up within the case: letters, digits, - and _; no photo's."},
    {"close_ups", "file", SCALP_FIELD_PATH, false, CLOSE_AT(file), 0, 0, 0, "", NULL, "",
     "Path of the picture, relative to the case file."},
    {"close_ups", "focal_px", NUMBER, true, CLOSE_AT(focal_px), 10, 1e6, 0, NULL, NULL, "px",
     "Focal length in pixels; null: from the picture's EXIF, or assumed."},
};
const size_t scalp_case_close_up_field_count =
    sizeof scalp_case_close_up_fields / sizeof *scalp_case_close_up_fields;

const scalp_case_field scalp_case_zone_fields[] = {
    {"design.zones", "zone", TEXT, false, ZONE_AT(zone), 0, 0, 0, "", zones, "",
     "A zone to treat whole, whatever the loss asks for."},
    {"design.zones", "density_per_cm2", NUMBER, true, ZONE_AT(density_per_cm2), 20, 250, 0, NULL,
     NULL, "per cm2", "Density in this zone; null: as design.density_per_cm2."},
    {"design.zones", "needle", TEXT, true, ZONE_AT(needle), 0, 0, 0, "", needles, "",
     "Needle for this zone; null: as treatment.needle."},
    {"design.zones", "needle_depth_mm", NUMBER, true, ZONE_AT(needle_depth_mm), 0.1, 2, 0, NULL,
     NULL, "mm", "Needle travel in this zone; null: as treatment.needle_depth_mm."},
    {"design.zones", "pigment_depth_mm", NUMBER, true, ZONE_AT(pigment_depth_mm), 0.05, 1, 0, NULL,
     NULL, "mm", "Pigment depth in this zone; null: as treatment.pigment_depth_mm."},
    {"design.zones", "diameter_mm", NUMBER, true, ZONE_AT(diameter_mm), 0.05, 0.6, 0, NULL, NULL,
     "mm", "Deposit diameter in this zone, such as wider dots in a beard; null: as treatment.diameter_mm."},
    {"design.zones", "dilution", NUMBER, true, ZONE_AT(dilution), 0.5, 100, 0, NULL, NULL, "parts",
     "Dilution in this zone; null: as treatment.dilution, in scars 1.2 times that."},
    {"design.zones", "expected_retention", NUMBER, true, ZONE_AT(expected_retention), 0.3, 1, 0,
     NULL, NULL, "", "Expected retention in this zone; null: as treatment.expected_retention."},
    {"design.zones", "scar", TEXT, true, ZONE_AT(scar), 0, 0, 0, "", "no|yes", "",
     "Whether the zone is scar tissue, which is worked lighter and more often and fades sooner; null: only the zone scar."},
};
const size_t scalp_case_zone_field_count =
    sizeof scalp_case_zone_fields / sizeof *scalp_case_zone_fields;

const scalp_case_field scalp_case_area_fields[] = {
    {"design.areas", "id", SCALP_FIELD_NAME, false, AREA_AT(id), 0, 0, 0, "", NULL, "",
     "Name of the area within the case: letters, digits, - and _."},
    {"design.areas", "kind", TEXT, false, AREA_AT(kind), 0, 0, 0, "", kinds, "",
     "What it is; old_pigment, keep_out and mole take dots away instead of asking for them."},
    {"design.areas", "in", SCALP_FIELD_NAME, false, AREA_AT(in), 0, 0, 0, "template", NULL, "",
     "Where its points are given: chart (mm), the id of a photo (px), or template (no points)."},
    {"design.areas", "density_per_cm2", NUMBER, true, AREA_AT(density_per_cm2), 20, 250, 0, NULL,
     NULL, "per cm2", "Density within; null: that of the kind."},
    {"design.areas", "strength", NUMBER, false, AREA_AT(strength), 0, 1, 1, NULL, NULL, "",
     "Of old pigment: 0 faded away, 1 as dark as the dots that are planned."},
    {"design.areas", "margin_mm", MAYBE, true, AREA_AT(margin_mm), 0, 30, NAN, NULL, NULL, "mm",
     "Either side of a scar's line, or round a mole or keep-out; null: that of the kind."},
    {"design.areas", "edge_mm", MAYBE, true, AREA_AT(edge_mm), 0, 30, NAN, NULL, NULL, "mm",
     "Width of the soft rim inside the curve; null: that of the kind."},
    {"design.areas", "made_of", TEXT, false, AREA_AT(made_of), 0, 0, 0, "dots", "dots|strokes", "",
     "What it is filled with: dots, or hair strokes, in the direction of a brow's hairs."},
    {"design.areas", "stroke_spacing_mm", NUMBER, true, AREA_AT(stroke_spacing_mm), 0.6, 3, 0, NULL,
     NULL, "mm", "Mean distance between strokes, which go by it and not by the density; null: 0.8."},
    {"design.areas", "stroke_length_mm", NUMBER, true, AREA_AT(stroke_length_mm), 3, 12, 0, NULL,
     NULL, "mm", "Length of long strokes in the middle of the area; null: 6.8."},
    {"design.areas", "spot_mm", NUMBER, true, AREA_AT(spot_mm), 0.3, 3, 0, NULL, NULL, "mm",
     "Of scar_fue and scar_spots: how wide each pale spot is; null: 0.9."},
    {"design.areas", "spots_per_cm2", NUMBER, true, AREA_AT(spots_per_cm2), 1, 60, 0, NULL, NULL,
     "per cm2", "Of scar_fue: pale spots on each square centimetre; null: 20, or by spot_count."},
    {"design.areas", "spot_count", SCALP_FIELD_WHOLE, true, AREA_AT(spot_count), 1, 5000, 0, NULL,
     NULL, "", "Of scar_fue: pale spots in all, as counted; null: by spots_per_cm2."},
    {"design.areas", "dots_per_spot", NUMBER, true, AREA_AT(dots_per_spot), 1, 6, 0, NULL, NULL, "",
     "Of scar_fue and scar_spots: dots in each spot, on average; null: as many as blend it."},
};
const size_t scalp_case_area_field_count =
    sizeof scalp_case_area_fields / sizeof *scalp_case_area_fields;
/* clang-format on */

bool scalp_case_field_is_number(const scalp_case_field *field) {
    return field->kind == NUMBER || field->kind == SCALP_FIELD_WHOLE || field->kind == MAYBE;
}

bool scalp_case_field_given(const scalp_case_field *field, double number) {
    if (field->kind == MAYBE)
        return !isnan(number);
    return !field->optional || number < 0 || number > 0 || isnan(number);
}

static void set_defaults(const scalp_case_field *fields, size_t count, void *base) {
    for (size_t i = 0; i < count; i++) {
        char *to = (char *)base + fields[i].offset;
        if (scalp_case_field_is_number(&fields[i]))
            memcpy(to, &fields[i].number, sizeof fields[i].number);
        else
            memcpy(to, fields[i].text, strlen(fields[i].text) + 1);
    }
}

scalp_case scalp_case_default(void) {
    scalp_case document;
    memset(&document, 0, sizeof document);
    set_defaults(scalp_case_fields, scalp_case_field_count, &document);
    static const double shares[] = {0.3, 0.4, 0.3};
    document.session_count = sizeof shares / sizeof *shares;
    memcpy(document.session_shares, shares, sizeof shares);
    return document;
}

scalp_case_photo scalp_case_photo_default(void) {
    scalp_case_photo photo;
    memset(&photo, 0, sizeof photo);
    set_defaults(scalp_case_photo_fields, scalp_case_photo_field_count, &photo);
    return photo;
}

scalp_case_close_up scalp_case_close_up_default(void) {
    scalp_case_close_up close_up;
    memset(&close_up, 0, sizeof close_up);
    set_defaults(scalp_case_close_up_fields, scalp_case_close_up_field_count, &close_up);
    return close_up;
}

scalp_case_area scalp_case_area_default(void) {
    scalp_case_area area;
    memset(&area, 0, sizeof area);
    set_defaults(scalp_case_area_fields, scalp_case_area_field_count, &area);
    return area;
}

const scalp_case_photo *scalp_case_photo_find(const scalp_case *document, const char *id) {
    for (size_t i = 0; i < document->photo_count; i++) {
        if (strcmp(document->photos[i].id, id) == 0)
            return &document->photos[i];
    }
    return NULL;
}

const scalp_case_close_up *scalp_case_close_up_find(const scalp_case *document, const char *id) {
    for (size_t i = 0; i < document->close_up_count; i++) {
        if (strcmp(document->close_ups[i].id, id) == 0)
            return &document->close_ups[i];
    }
    return NULL;
}
