/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What case.json may say, and what is answered when it says something else. */
#include "codec/json_fixture.h"

static const char example[] =
    "{ \"scalptor_case\": 1, \"seed\": 7,\n"
    "  \"client\": {\"sex\": \"male\", \"age\": 34},\n"
    "  \"skin\": {\"ita_deg\": 41},\n"
    "  \"hair\": {\"colour\": \"dark brown\", \"grey_percent\": 0, \"worn_length_mm\": 0.5},\n"
    "  \"head\": {\"source\": \"standard\", \"length_mm\": 199, \"breadth_mm\": 154,\n"
    "            \"circumference_mm\": 574, \"tragion_vertex_mm\": 131},\n"
    "  \"loss\": {\"scale\": \"norwood\", \"stage\": \"V\"},\n"
    "  \"photos\": [{\"id\": \"front\", \"file\": \"front.jpg\", \"view\": \"front\",\n"
    "              \"landmarks\": {\"nasion\": [540, 612], \"exocanthion_l\": [655, 640]},\n"
    "              \"scale\": {\"from\": [100, 900], \"to\": [420, 905], \"mm\": 50},\n"
    "              \"focal_px\": null}],\n"
    "  \"design\": {\"style\": \"natural\", \"density_per_cm2\": 100, \"regularity\": 0.5,\n"
    "             \"zones\": []},\n"
    "  \"treatment\": {\"session_shares\": [0.3, 0.4, 0.3], \"session_dates\": [],\n"
    "                \"needle\": \"0601RL\", \"needle_depth_mm\": 0.5,\n"
    "                \"pigment_depth_mm\": 0.12, \"thickness_mm\": 0.08, \"diameter_mm\": 0.2,\n"
    "                \"dilution\": 20} }\n";

static void check_example(const scalp_case *c) {
    const scalp_case_photo *photo = &c->photos[0];
    CHECK_NEAR(c->age_years, 34, 0);
    CHECK_NEAR(c->measures.tragion_vertex_mm, 131, 0);
    CHECK_NEAR(c->worn_length_mm, 0.5, 0);
    CHECK(c->photo_count == 1 && photo->has_scale && photo->has[SCALP_EXOCANTHION_L]);
    CHECK(!photo->has[SCALP_EXOCANTHION_R]);
    CHECK_NEAR(photo->px[SCALP_NASION].y, 612, 0);
    CHECK_NEAR(photo->scale_to.x, 420, 0);
    CHECK_NEAR(photo->scale_mm, 50, 0);
    CHECK_NEAR(photo->focal_px, 0, 0);
    CHECK(c->session_count == 3 && c->date_count == 0 && c->zone_count == 0);
    CHECK_NEAR(c->session_shares[1], 0.4, 0);
}

static void check_values(void) {
    check_refused_part("\"design\": {\"density_per_cm2\": 900}",
                       "design.density_per_cm2 is 900, but must lie between 20 and 250 per cm2.");
    check_refused_part("\"design\": {\"density_per_cm2\": \"90\"}",
                       "design.density_per_cm2 is a text, but must be a number.");
    check_refused_part("\"design\": {\"density_per_cm2\": null}",
                       "design.density_per_cm2 is null, but must be a number.");
    check_refused_part("\"client\": {\"age\": 0}", "client.age is 0, but must lie between 16 and");
    check_refused_part("\"client\": []", "client is a list, but must be an object.");
    check_refused_part("\"client\": {\"sex\": 1}", "client.sex is a number, but must be a text.");
    check_refused_part("\"seed\": 9007199254740993", "seed is 9007199254740993, larger than any");
    check_refused_part("\"seed\": -1", "seed is -1, but must lie between 0 and 9007199254740992.");
    check_refused_part("\"seed\": true", "seed is true or false, but must be a number.");
    check_refused_part("\"loss\": {\"stage\": \"VIII\"}",
                       "loss.stage is \"VIII\", but must be one of none, I, II, IIa, III, IIIa, "
                       "III vertex, IV, IVa, V, Va, VI, VII, 1, 2, 3, 4, 5, 6, 7, 8, 9, S0, S1, "
                       "S2, S3, S4 or S5.");
    check_refused_part("\"photos\": {}", "photos is an object, but must be a list.");
    check_refused_part("\"photos\": [3]", "photos[0] must be an object.");
    check_refused_part("\"photos\": [{\"file\": \"a.jpg\"}]", "photos[0].id is \"\", but must be");
    check_refused_part("\"photos\": [{\"id\": \"a\", \"file\": \"a\", \"scale\": {\"mm\": 3}}]",
                       "photos[0].scale.from is missing.");
    check_refused_part("\"photos\": [{\"landmarks\": {\"nasion\": [1]}}]",
                       "photos[0].landmarks.nasion has 1 elements, but must have 2.");
    check_refused_part("\"photos\": [{\"landmarks\": {\"nasion\": [1, \"2\"]}}]",
                       "photos[0].landmarks.nasion[1] is a text, but must be a number.");
    check_refused_part("\"design\": {\"zones\": [{}]}", "design.zones[0].zone is \"\", but must");
    check_refused_part("\"treatment\": {\"session_shares\": [0.5, 0.4]}",
                       "treatment.session_shares sum to 0.9, but must sum to 1");
    check_refused_part("\"treatment\": {\"session_shares\": []}",
                       "treatment.session_shares has 0 numbers");
    check_refused_part(
        "\"design\": {\"zones\": [{\"zone\": \"nape\", \"session_shares\": [0.5, 0.6]}]}",
        "design.zones[0].session_shares sum to 1.1, but must sum to 1");
    check_refused_part("\"treatment\": {\"day_limit_min\": 20}",
                       "treatment.day_limit_min is 20, but must lie between 30 and 720 minutes");
    check_refused_part("\"treatment\": {\"session_dates\": [\"2027-02-30\"]}",
                       "treatment.session_dates[0] is \"2027-02-30\", but must be a day");
    check_refused_part("\"treatment\": {\"needle\": \"9999XX\"}",
                       "treatment.needle is \"9999XX\", but must be");
}

static void check_names(void) {
    check_refused_part("\"design\": {\"densty\": 100}",
                       "design.densty: unknown field; did you mean density_per_cm2?");
    check_refused_part("\"desing\": {}", "desing: unknown field; did you mean design?");
    check_refused_part("\"client\": {\"age_years\": 30}",
                       "client.age_years: unknown field; did you mean age?");
    check_refused_part("\"colour\": 1", "colour: unknown field; remove it or correct its name.");
    check_refused_part("\"photos\": [{\"landmarks\": {\"nasoin\": [1, 2]}}]",
                       "photos[0].landmarks.nasoin: unknown field; did you mean nasion?");
    check_refused_part("\"treatment\": {\"zones\": []}", "treatment.zones: unknown field;");
    check_refused("{}", "scalptor_case is missing");
    check_refused("{\"scalptor_case\": 2}", "scalptor_case is 2, but this program (" SCALP_VERSION
                                            ") reads version 1; a newer program wrote it");
    check_refused("{\"scalptor_case\": \"1\"}", "scalptor_case is a text, but must be a number.");
}

int main(void) {
    scalp_error error = {SCALP_OK, ""};
    CASE("the example of the design document is accepted as it stands") {
        scalp_case document;
        CHECK_STATUS(scalp_codec_case_read(bytes_of(example), "case.json", &document, &error),
                     SCALP_OK);
        check_example(&document);
    }
    CASE("what is absent takes its default") {
        const char *text = "{\"scalptor_case\": 1, \"treatment\": {}, \"head\": {\"length_mm\": "
                           "null}}";
        const scalp_case plain = scalp_case_default();
        scalp_case document;
        char what[200] = "";
        CHECK_STATUS(scalp_codec_case_read(bytes_of(text), "c", &document, &error), SCALP_OK);
        CHECK(!scalp_case_differs(&plain, &document, what, sizeof what));
    }
    CASE("a value out of place is named with its limits") {
        check_values();
    }
    CASE("an unknown field is named, and what may have been meant") {
        check_names();
    }
    CASE("a long file name is cut at the front, and nobody needs to listen") {
        char name[400];
        scalp_case document;
        memset(name, 'd', sizeof name);
        memcpy(name + 390, "/x.json", 8);
        CHECK_STATUS(scalp_codec_case_read(bytes_of("{}"), name, &document, &error),
                     SCALP_ERR_INPUT);
        CHECK(strncmp(error.message, "...ddd", 6) == 0 && strstr(error.message, "/x.json: scalp"));
        CHECK_STATUS(scalp_codec_case_read(bytes_of("{}"), name, &document, NULL), SCALP_ERR_INPUT);
        CHECK_STATUS(scalp_codec_case_read(bytes_of("{}"), "a\nb", &document, &error),
                     SCALP_ERR_INPUT);
        CHECK(strncmp(error.message, "a?b: scalp", 10) == 0);
    }
    return check_done();
}
