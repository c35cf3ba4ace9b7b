/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hair classes: names, and locks that have the colours they are said to have. */
#include "check.h"

#include <scalptor/match.h>

static void check_is(const char *asked, const char *name) {
    const scalp_hair *hair = scalp_hair_find(asked);
    CHECK_TEXT(hair ? hair->name : "nothing", name);
}

int main(void) {
    CASE("by name, by a stylist's level, by Fischer's and Saller's letter") {
        check_is("black", "black");
        check_is("light blond", "light blond");
        check_is("level 1", "black");
        check_is("3", "dark brown");
        check_is("level 10", "light blond");
        check_is("U", "dark brown");
        check_is("Y", "black");
        check_is("A", "light blond");
        check_is("I", "blond");
        check_is("RIV", "red");
        for (char letter = 'A'; letter <= 'Y'; letter++) {
            const char name[2] = {letter, 0};
            if (letter != 'J')
                CHECK(scalp_hair_find(name) != NULL);
        }
        for (int level = 1; level <= 10; level++) {
            char name[16];
            snprintf(name, sizeof name, "level %d", level);
            CHECK(scalp_hair_find(name) != NULL);
        }
    }
    CASE("what is none is none") {
        static const char *const none[] = {"",   "Z",     "purple", "level 11", "level 0", "level ",
                                           "11", "level", "black ", "RVII",     "2 3"};
        for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
            if (scalp_hair_find(none[i]))
                CHECK_FAILED("\"%s\" is taken for hair", none[i]);
        }
        char names[200];
        scalp_hair_names(names, sizeof names);
        CHECK(strstr(names, "black, dark brown, brown") == names);
    }
    CASE("a lock has its usual colour: L within 3, difference within 7") {
        for (size_t i = 0; i < scalp_hair_count; i++) {
            const scalp_spectrum lock = scalp_hair_lock(&scalp_hairs[i]);
            const scalp_lab lab = scalp_lab_from_spectrum(&lock, SCALP_ILLUMINANT_D65);
            CHECK_NEAR(lab.l, scalp_hairs[i].bundle.l, 3);
            CHECK_AT_MOST(scalp_lab_difference(lab, scalp_hairs[i].bundle), 7);
        }
    }
    CASE("from black to light blond there is ever less melanin, and blacker hair is darker") {
        static const char *const order[] = {"black",      "dark brown", "brown",      "light brown",
                                            "dark blond", "blond",      "light blond"};
        for (size_t i = 1; i < 7; i++) {
            const scalp_hair *dark = scalp_hair_find(order[i - 1]);
            const scalp_hair *light = scalp_hair_find(order[i]);
            const scalp_spectrum a = scalp_hair_lock(dark), b = scalp_hair_lock(light);
            CHECK(dark->eumelanin_mg_per_ml + dark->pheomelanin_mg_per_ml >
                  light->eumelanin_mg_per_ml + light->pheomelanin_mg_per_ml);
            for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++)
                CHECK(a.r[w] > 0 && a.r[w] < b.r[w] + 0.02 && b.r[w] < 1);
        }
    }
    CASE("needles: three make a dot of their areas together") {
        double one = 0, three = 0;
        CHECK(scalp_match_needle("0601RL", &one) && scalp_match_needle("0603RL", &three));
        CHECK_NEAR(one, 0.2, 0);
        CHECK_NEAR(three * three, 3 * one * one, 1e-12);
        CHECK(!scalp_match_needle("0602RL", &one) && !scalp_match_needle("", &one));
    }
    return check_done();
}
