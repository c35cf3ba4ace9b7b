/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"

#include <scalptor/calibrate.h>

enum { side = SCALP_TAG_CELLS, bits = 6 };

/* The 36 bits of a tag, turned `turns` quarter turns. */
static uint64_t code(int number, int turns) {
    bool cells[side * side];
    uint64_t sum = 0;
    CHECK_STATUS(scalp_tag_cells(number, cells, NULL), SCALP_OK);
    for (int i = 0; i < bits * bits; i++) {
        int x = i % bits, y = i / bits;
        for (int t = 0; t < turns; t++) {
            const int old = x;
            x = y;
            y = bits - 1 - old;
        }
        sum = sum << 1 | cells[(y + 2) * side + x + 2];
    }
    return sum;
}

static int apart(uint64_t a, uint64_t b) {
    int count = 0;
    for (uint64_t d = a ^ b; d; d &= d - 1)
        count++;
    return count;
}

static int number_at(int i) {
    return i < 4 ? i : SCALP_STICKER_FIRST + i - 4;
}

static bool overlap(const scalp_card_part *a, const scalp_card_part *b) {
    const double rim_a = a->kind == SCALP_PART_TAG ? a->width_mm / 8 : 0;
    const double rim_b = b->kind == SCALP_PART_TAG ? b->width_mm / 8 : 0;
    return fabs(a->x_mm - b->x_mm) < (a->width_mm + b->width_mm) / 2 + fmax(rim_a, rim_b) - 1e-9 &&
           fabs(a->y_mm - b->y_mm) < (a->height_mm + b->height_mm) / 2 + fmax(rim_a, rim_b) - 1e-9;
}

int main(void) {
    size_t count;
    const scalp_card_part *parts = scalp_card_parts(&count);

    CASE("everything lies on its card or sticker, white rims too, and nothing on another") {
        for (size_t i = 0; i < count; i++) {
            const scalp_card_part *p = &parts[i];
            const bool card = p->mark == SCALP_MARK_CARD;
            const double rim = p->kind == SCALP_PART_TAG ? p->width_mm / 8 : 0;
            const double width = card ? SCALP_CARD_WIDTH_MM : SCALP_STICKER_WIDTH_MM;
            const double height = card ? SCALP_CARD_HEIGHT_MM : SCALP_STICKER_HEIGHT_MM;
            CHECK(p->x_mm - p->width_mm / 2 - rim >= 0.9);
            CHECK(p->y_mm - p->height_mm / 2 - rim >= 0.9);
            CHECK(p->x_mm + p->width_mm / 2 + rim <= width - 0.5);
            CHECK(p->y_mm + p->height_mm / 2 + rim <= height - 0.5);
            for (size_t j = 0; j < i; j++)
                CHECK(parts[j].mark != p->mark || !overlap(p, &parts[j]));
        }
    }
    CASE("greys go from paper to black") {
        for (size_t i = 1; i < count; i++)
            if (parts[i].kind == SCALP_PART_GREY && parts[i - 1].kind == SCALP_PART_GREY)
                CHECK(parts[i].ink > parts[i - 1].ink);
    }
    CASE("a tag is a black square in a white rim") {
        bool cells[side * side];
        CHECK_STATUS(scalp_tag_cells(7, cells, NULL), SCALP_OK);
        for (int i = 0; i < side * side; i++) {
            const int x = i % side, y = i / side;
            if (x == 0 || y == 0 || x == side - 1 || y == side - 1)
                CHECK(!cells[i]);
            else if (x == 1 || y == 1 || x == side - 2 || y == side - 2)
                CHECK(cells[i]);
        }
    }
    CASE("tags in use differ in 11 cells or more, however they are turned") {
        for (int i = 0; i < 4 + SCALP_STICKER_COUNT; i++)
            for (int j = 0; j <= i; j++)
                for (int turn = 0; turn < 4; turn++)
                    if (i != j || turn > 0)
                        CHECK(apart(code(number_at(i), 0), code(number_at(j), turn)) >= 11);
    }
    CASE("numbers that no tag has") {
        bool cells[side * side];
        scalp_error error;
        CHECK_STATUS(scalp_tag_cells(-1, cells, &error), SCALP_ERR_INPUT);
        CHECK_STATUS(scalp_tag_cells(587, cells, &error), SCALP_ERR_INPUT);
        CHECK_STATUS(scalp_tag_cells(586, cells, &error), SCALP_OK);
    }
    CASE("what a print measures") {
        CHECK_NEAR(scalp_card_factor(&(scalp_card){.measured_mm = 99.3}), 0.993, 1e-12);
        CHECK_NEAR(scalp_card_factor(&(scalp_card){.measured_mm = 0}), 1, 0);
        CHECK(scalp_card_factor_sd(&(scalp_card){.measured_mm = 99.3}) <
              scalp_card_factor_sd(&(scalp_card){.measured_mm = 0}));
        scalp_error error;
        CHECK_STATUS(scalp_card_check(&(scalp_card){"A-1", 99.3}, &error), SCALP_OK);
        CHECK_STATUS(scalp_card_check(&(scalp_card){"", 0}, &error), SCALP_OK);
        CHECK_STATUS(scalp_card_check(&(scalp_card){"A\n", 99.3}, &error), SCALP_ERR_INPUT);
        CHECK_STATUS(scalp_card_check(&(scalp_card){"A", 89}, &error), SCALP_ERR_INPUT);
        CHECK_STATUS(scalp_card_check(&(scalp_card){"A", 111}, &error), SCALP_ERR_INPUT);
        CHECK_STATUS(scalp_card_check(&(scalp_card){"A", (double)NAN}, &error), SCALP_ERR_INPUT);
        CHECK_STATUS(scalp_card_check(&(scalp_card){"A", -99}, &error), SCALP_ERR_INPUT);
    }
    return check_done();
}
