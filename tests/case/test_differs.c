/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first difference between two cases is named, whatever it is. */
#include "check.h"

#include "case/random_case.h"

static bool starts(const char *text, const char *start) {
    return strncmp(text, start, strlen(start)) == 0;
}

static scalp_case rich_case(void) {
    scalp_random r = scalp_random_make(11, 1);
    scalp_case document = scalp_case_default();
    document.photo_count = 2;
    random_photo(&r, 0, &document.photos[0]);
    random_photo(&r, 1, &document.photos[1]);
    document.photos[1].has_scale = true;
    document.photos[1].scale_mm = 50;
    document.zone_count = 2;
    memcpy(document.zones[0].zone, "crown", 6);
    memcpy(document.zones[1].zone, "nape", 5);
    document.area_count = 2;
    for (int i = 0; i < 2; i++) {
        document.areas[i] = scalp_case_area_default();
        document.areas[i].point_count = document.areas[i].hole_count = 1;
        document.areas[i].hole_points[0] = 1;
    }
    document.photos[1].pencil_count = 3;
    document.date_count = 1;
    memcpy(document.session_dates[0], "2027-01-02", 11);
    return document;
}

/* Changes each field of a table in turn. */
static void check_table(const scalp_case_field *fields, size_t count, int index, size_t start) {
    for (size_t i = 0; i < count; i++) {
        const scalp_case was = rich_case();
        scalp_case is = was;
        char *to = (char *)&is + start + fields[i].offset;
        char path[SCALP_CASE_FIELD_PATH], wanted[160], what[200] = "";
        if (scalp_case_field_is_number(&fields[i]))
            memcpy(to, &(double){57.25}, sizeof(double));
        else
            memcpy(to, "else", 5);
        scalp_case_path_from_field(&fields[i], index, path);
        snprintf(wanted, sizeof wanted, "%s (was ", path);
        CHECK(scalp_case_differs(&was, &is, what, sizeof what));
        if (!starts(what, wanted) || !(strstr(what, ", is 57.25)") || strstr(what, "\"else\")")))
            CHECK_FAILED("%s gave: %s", path, what);
    }
}

static void check_parts(void) {
    const scalp_case was = rich_case();
    char what[200];
    scalp_case is = was;
    is.photos[1].has[SCALP_NASION] = true;
    is.photos[1].px[SCALP_NASION] = (scalp_vec2){1.5, 2};
    CHECK(scalp_case_differs(&was, &is, what, sizeof what));
    CHECK(starts(what, "photos[1].landmarks.nasion (was "));
    CHECK(strstr(what, "is [1.5, 2])"));
    is = was;
    is.photos[1].scale_mm = 51;
    CHECK(scalp_case_differs(&was, &is, what, sizeof what));
    CHECK_TEXT(what, "photos[1].scale.mm (was 50, is 51)");
    is.photos[1].has_scale = false;
    CHECK(scalp_case_differs(&was, &is, what, sizeof what));
    CHECK(starts(what, "photos[1].scale.from (was [") && strstr(what, "is not given)"));
    is = was;
    is.photo_count = 1;
    CHECK(scalp_case_differs(&was, &is, what, sizeof what));
    CHECK_TEXT(what, "number of photos (was 2, is 1)");
    is = was;
    is.zone_count = 0;
    CHECK(scalp_case_differs(&was, &is, what, sizeof what));
    CHECK_TEXT(what, "number of design.zones (was 2, is 0)");
    is = was;
    is.areas[1].points[0].x = 2;
    CHECK(scalp_case_differs(&was, &is, what, sizeof what));
    CHECK_TEXT(what, "design.areas[1].points[0] (was [0, 0], is [2, 0])");
    is = was;
    is.areas[0].holes[0][0].y = 4;
    CHECK(scalp_case_differs(&was, &is, what, sizeof what));
    CHECK_TEXT(what, "design.areas[0].holes[0][0] (was [0, 0], is [0, 4])");
    is = was;
    is.photos[1].pencil_count = 2;
    CHECK(scalp_case_differs(&was, &is, what, sizeof what));
    CHECK_TEXT(what, "number of points of photos[1].pencil (was 3, is 2)");
    is = was;
    memcpy(is.reasons[0], "why", 4);
    CHECK(scalp_case_differs(&was, &is, what, sizeof what));
    CHECK(starts(what, "design.reasons.") && strstr(what, "(was not given, is \"why\")"));
    is = was;
    is.session_shares[1] = 0.5;
    CHECK(scalp_case_differs(&was, &is, what, sizeof what));
    CHECK_TEXT(what, "treatment.session_shares[1] (was 0.4, is 0.5)");
    is = was;
    is.session_count = 2;
    CHECK(scalp_case_differs(&was, &is, what, sizeof what));
    CHECK_TEXT(what, "number of treatment.session_shares (was 3, is 2)");
    is = was;
    is.expected_retention = 0.9;
    CHECK(scalp_case_differs(&was, &is, what, sizeof what));
    CHECK_TEXT(what, "treatment.expected_retention (was 1, is 0.9)");
    is = was;
    is.session_dates[0][9] = '3';
    CHECK(scalp_case_differs(&was, &is, what, sizeof what));
    CHECK_TEXT(what, "treatment.session_dates[0] (was \"2027-01-02\", is \"2027-01-03\")");
}

int main(void) {
    CASE("like cases do not differ") {
        for (uint64_t seed = 0; seed < 50; seed++) {
            char what[200];
            const scalp_case a = random_case(seed), b = random_case(seed);
            CHECK(!scalp_case_differs(&a, &b, what, sizeof what));
        }
    }
    CASE("a change of any field is named with both values") {
        check_table(scalp_case_fields, scalp_case_field_count, -1, 0);
        check_table(scalp_case_photo_fields, scalp_case_photo_field_count, 1,
                    offsetof(scalp_case, photos) + sizeof(scalp_case_photo));
        check_table(scalp_case_zone_fields, scalp_case_zone_field_count, 1,
                    offsetof(scalp_case, zones) + sizeof(scalp_case_zone));
        check_table(scalp_case_area_fields, scalp_case_area_field_count, 1,
                    offsetof(scalp_case, areas) + sizeof(scalp_case_area));
    }
    CASE("so is a change of landmarks, scale, numbers of things, shares and dates") {
        check_parts();
    }
    CASE("what was not given is said to be so, and a small buffer is no danger") {
        const scalp_case was = scalp_case_default();
        scalp_case is = was;
        char what[200], small[12];
        is.age_years = 34;
        CHECK(scalp_case_differs(&was, &is, what, sizeof what));
        CHECK_TEXT(what, "client.age (was not given, is 34)");
        CHECK(scalp_case_differs(&was, &is, small, sizeof small));
        CHECK_TEXT(small, "client.age ");
    }
    return check_done();
}
