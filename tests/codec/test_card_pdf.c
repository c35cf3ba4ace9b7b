/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The card's page, read back: every black square where the table has it, to a hundredth of a
 * millimetre, and the words to the printer. */
#include "check.h"

#include <scalptor/codec.h>

#include <zlib.h>

enum { most_boxes = 2000, most_text = 1 << 20 };

typedef struct box {
    double x, y, width, height; /* mm from the upper left corner of the page */
} box;

typedef struct drawing {
    box boxes[most_boxes];
    size_t count;
} drawing;

static const char *find(scalp_bytes bytes, const char *word) {
    const size_t length = strlen(word);
    for (size_t i = 0; i + length <= bytes.size; i++)
        if (memcmp(bytes.data + i, word, length) == 0)
            return (const char *)bytes.data + i;
    return NULL;
}

/* The first stream of the file: what is on the page. */
static char *page_text(scalp_bytes bytes, check_work *w) {
    const char *start = find(bytes, "stream\n");
    char *text = scalp_arena_take(w->work.memory, most_text, 1);
    if (!start)
        return text;
    start += 7;
    z_stream z = {.next_in = (Bytef *)(uintptr_t)start,
                  .avail_in = (uInt)(bytes.data + bytes.size - (const uint8_t *)start),
                  .next_out = (Bytef *)text,
                  .avail_out = most_text - 1};
    CHECK(inflateInit(&z) == Z_OK);
    CHECK(inflate(&z, Z_FINISH) == Z_STREAM_END);
    inflateEnd(&z);
    return text;
}

/* Every rectangle, under cairo's one transform: points, y down. */
static void read_boxes(char *text, drawing *d) {
    double n[4] = {0, 0, 0, 0};
    const double mm = 25.4 / 72;
    char *save = NULL;
    for (char *word = strtok_r(text, " \n", &save); word; word = strtok_r(NULL, " \n", &save)) {
        char *end;
        const double value = strtod(word, &end);
        if (!*end) {
            memmove(n, n + 1, 3 * sizeof *n);
            n[3] = value;
        } else if (strcmp(word, "re") == 0 && d->count < most_boxes) {
            d->boxes[d->count++] = (box){n[0] * mm, n[1] * mm, n[2] * mm, n[3] * mm};
        }
    }
}

static bool has_box(const drawing *d, double x, double y, double width, double height) {
    for (size_t i = 0; i < d->count; i++) {
        const box *b = &d->boxes[i];
        if (fabs(b->x + b->width / 2 - x) < 0.01 && fabs(b->y + b->height / 2 - y) < 0.01 &&
            fabs(b->width - width) < 0.01 && fabs(b->height - height) < 0.01)
            return true;
    }
    return false;
}

/* The upper left corner of the mark whose first part of that size is the n-th found. */
static size_t count_boxes(const drawing *d, double width, double height) {
    size_t count = 0;
    for (size_t i = 0; i < d->count; i++)
        count += fabs(d->boxes[i].width - width) < 0.01 && fabs(d->boxes[i].height - height) < 0.01;
    return count;
}

int main(void) {
    static const struct {
        scalp_paper paper;
        const char *box;
    } papers[] = {{SCALP_PAPER_A4, "/MediaBox [ 0 0 595.275591 841.889764 ]"},
                  {SCALP_PAPER_LETTER, "/MediaBox [ 0 0 612 792 ]"}};
    const scalp_card card = {"A-1", 0};
    for (size_t k = 0; k < 2; k++) {
        check_work w;
        scalp_bytes bytes, again;
        static drawing d;
        check_work_open(&w, 0);
        CASE(k ? "letter" : "A4") {
            size_t count;
            const scalp_card_part *parts = scalp_card_parts(&count);
            CHECK_STATUS(scalp_codec_card_pdf_write(&card, papers[k].paper, &w.work, &bytes, NULL),
                         SCALP_OK);
            CHECK(find(bytes, papers[k].box) != NULL);
            d.count = 0;
            read_boxes(page_text(bytes, &w), &d);
            CHECK(count_boxes(&d, 12.8, 12.8) == 4);
            CHECK(count_boxes(&d, 11.2, 11.2) == SCALP_STICKER_COUNT);
            /* The first square drawn is the card's upper left tag: all else follows from it. */
            const box *first = NULL;
            for (size_t i = 0; i < d.count && !first; i++)
                if (fabs(d.boxes[i].width - 12.8) < 0.01)
                    first = &d.boxes[i];
            for (size_t i = 0; first && i < count; i++) {
                const double left = first->x + first->width / 2 - parts[0].x_mm,
                             top = first->y + first->height / 2 - parts[0].y_mm;
                if (parts[i].mark == SCALP_MARK_CARD)
                    CHECK(has_box(&d, left + parts[i].x_mm, top + parts[i].y_mm, parts[i].width_mm,
                                  parts[i].height_mm));
            }
        }
        CASE("fonts within, printed at actual size, the same bytes again") {
            CHECK(find(bytes, "/FontFile2") != NULL);
            CHECK(find(bytes, "/PrintScaling /None") != NULL);
            CHECK(find(bytes, "/Title (Calibration card)") != NULL);
            CHECK_STATUS(scalp_codec_card_pdf_write(&card, papers[k].paper, &w.work, &again, NULL),
                         SCALP_OK);
            CHECK(again.size == bytes.size && memcmp(again.data, bytes.data, bytes.size) == 0);
        }
        CASE("the last table of contents points at its object") {
            const char *tail = (const char *)bytes.data + bytes.size - 200;
            const char *table = strstr(tail, "startxref\n");
            CHECK(table != NULL);
            if (table) {
                const long at = strtol(table + 10, NULL, 10);
                long number, one, place = 0;
                CHECK(sscanf((const char *)bytes.data + at, "xref\n%ld %ld\n%ld", &number, &one,
                             &place) == 3);
                char object[32];
                snprintf(object, sizeof object, "%ld 0 obj\n<< /ViewerPreferences", number);
                CHECK(memcmp(bytes.data + place, object, strlen(object)) == 0);
            }
        }
        check_work_close(&w);
    }
    CASE("a print id that would not fit is refused") {
        check_work w;
        scalp_bytes bytes;
        check_work_open(&w, 0);
        CHECK_STATUS(scalp_codec_card_pdf_write(&(scalp_card){"a(b", 0}, SCALP_PAPER_A4, &w.work,
                                                &bytes, NULL),
                     SCALP_ERR_INPUT);
        check_work_close(&w);
    }
    return check_done();
}
