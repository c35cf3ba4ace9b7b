/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tables do not hold: photos, landmarks, scale, zones, shares and dates. */
#include "check.h"

#include "case/random_case.h"

static const char *complaint(const scalp_case *document, scalp_error *error) {
    error->message[0] = 0;
    CHECK_STATUS(scalp_case_check(document, error), SCALP_ERR_INPUT);
    return error->message;
}

static scalp_case with_photos(void) {
    scalp_case document = scalp_case_default();
    document.photo_count = 2;
    for (int i = 0; i < 2; i++) {
        document.photos[i] = scalp_case_photo_default();
        snprintf(document.photos[i].id, SCALP_CASE_TEXT, "p%d", i);
        snprintf(document.photos[i].file, SCALP_CASE_PATH, "p%d.jpg", i);
    }
    return document;
}

static void set_dates(scalp_case *document, const char *first, const char *second) {
    document->date_count = 2;
    snprintf(document->session_dates[0], SCALP_CASE_TEXT, "%s", first);
    snprintf(document->session_dates[1], SCALP_CASE_TEXT, "%s", second);
}

static void check_photos(scalp_error *error) {
    scalp_case document = with_photos();
    CHECK_STATUS(scalp_case_check(&document, error), SCALP_OK);
    memcpy(document.photos[1].id, "p0", 3);
    CHECK_TEXT(complaint(&document, error),
               "photos[1].id is \"p0\", but photos[0] has that id already.");
    document = with_photos();
    document.photos[0].has[SCALP_NASION] = true;
    document.photos[0].px[SCALP_NASION] = (scalp_vec2){(double)NAN, 3};
    CHECK_TEXT(complaint(&document, error), "photos[0].landmarks.nasion is [NaN, 3], but both must "
                                            "lie between -1000000 and 1000000 px.");
    document.photos[0].px[SCALP_NASION] = (scalp_vec2){3, 1000001};
    CHECK(strstr(complaint(&document, error), "is [3, 1000001], but") != NULL);
    document = with_photos();
    document.photos[1].has_scale = true;
    document.photos[1].scale_mm = 50;
    CHECK(strstr(complaint(&document, error), "photos[1].scale.from and .to are the same point"));
    document.photos[1].scale_to.x = 40;
    CHECK_STATUS(scalp_case_check(&document, error), SCALP_OK);
    document.photos[1].scale_mm = 0;
    CHECK_TEXT(complaint(&document, error),
               "photos[1].scale.mm is 0, but must lie between 1 and 1000 mm.");
    document = with_photos();
    memcpy(document.photos[0].file, "\xc3(.jpg", 7);
    CHECK(strstr(complaint(&document, error), "photos[0].file is"));
    document.photo_count = SCALP_CASE_MAX_PHOTOS + 1;
    CHECK(strstr(complaint(&document, error), "photos has 33 photos, but must have at most 32"));
}

int main(void) {
    scalp_error error;
    CASE("photos: ids, landmarks, scale, file names, their number") {
        check_photos(&error);
    }
    CASE("a photo is found by its id") {
        const scalp_case document = with_photos();
        CHECK(scalp_case_photo_find(&document, "p1") == &document.photos[1]);
        CHECK(scalp_case_photo_find(&document, "p2") == NULL);
    }
    CASE("a zone is given once") {
        scalp_case document = scalp_case_default();
        document.zone_count = 2;
        memcpy(document.zones[0].zone, "crown", 6);
        memcpy(document.zones[1].zone, "crown", 6);
        CHECK(strstr(complaint(&document, &error), "design.zones[1].zone is \"crown\""));
        memcpy(document.zones[1].zone, "none", 5);
        CHECK(strstr(complaint(&document, &error), "but must be one of hairline, "));
    }
    CASE("shares sum to 1, none is nothing") {
        scalp_case document = scalp_case_default();
        document.session_shares[2] = 0.2;
        CHECK(strstr(complaint(&document, &error), "sum to 0.9"));
        document.session_shares[2] = -0.3;
        CHECK(strstr(complaint(&document, &error), "treatment.session_shares[2] is -0.3, but"));
        document.session_shares[2] = (double)NAN;
        CHECK(strstr(complaint(&document, &error), "treatment.session_shares[2] is NaN, but"));
        document.session_count = 0;
        CHECK(strstr(complaint(&document, &error), "has 0 numbers, but must have 1 to 6"));
        document.session_count = 7;
        CHECK(strstr(complaint(&document, &error), "has 7 numbers, but must have 1 to 6"));
    }
    CASE("a zone's shares sum to 1, and may be 0") {
        scalp_case document = scalp_case_default();
        document.zone_count = 1;
        memcpy(document.zones[0].zone, "crown", 6);
        document.zones[0].session_count = 3;
        document.zones[0].session_shares[1] = 0.5;
        CHECK(strstr(complaint(&document, &error), "design.zones[0].session_shares sum to 0.5"));
        document.zones[0].session_shares[2] = 0.5;
        CHECK_STATUS(scalp_case_check(&document, &error), SCALP_OK);
        document.zones[0].session_shares[0] = -0.5;
        CHECK(strstr(complaint(&document, &error),
                     "design.zones[0].session_shares[0] is -0.5, but must be 0 to at most 1"));
        document.zones[0].session_count = 7;
        CHECK(strstr(complaint(&document, &error), "has 7 numbers, but must have at most 6"));
    }
    CASE("dates are days of the calendar, and rise") {
        static const char *const wrong[] = {"2027-02-29", "2027-13-01", "2027-00-01", "2027-04-31",
                                            "2027-4-01",  "27-04-01",   "2027/04/01", "2100-02-29",
                                            "",           "2027-04-1x", "1899-12-31", "3000-01-01"};
        scalp_case document = scalp_case_default();
        set_dates(&document, "2028-02-29", "2028-03-01");
        CHECK_STATUS(scalp_case_check(&document, &error), SCALP_OK);
        set_dates(&document, "2000-02-29", "2999-12-31");
        CHECK_STATUS(scalp_case_check(&document, &error), SCALP_OK);
        for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
            set_dates(&document, wrong[i], "2999-12-31");
            CHECK(strstr(complaint(&document, &error), "treatment.session_dates[0] is"));
        }
        set_dates(&document, "2027-04-02", "2027-04-02");
        CHECK_TEXT(complaint(&document, &error), "treatment.session_dates[1] is \"2027-04-02\", "
                                                 "but must come after \"2027-04-02\".");
        document.session_count = 1;
        document.session_shares[0] = 1;
        CHECK(strstr(complaint(&document, &error), "has 2 dates, but there are 1 sessions"));
    }
    CASE("random cases are valid") {
        for (uint64_t seed = 0; seed < (uint64_t)check_times(200, 20000); seed++) {
            const scalp_case document = random_case(seed);
            if (scalp_case_check(&document, &error) != SCALP_OK)
                CHECK_FAILED("seed %u: %s", (unsigned)seed, error.message);
        }
    }
    return check_done();
}
