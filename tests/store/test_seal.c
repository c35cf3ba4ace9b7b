/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sealing and the key box by themselves. */
#include "check.h"

#include "../../src/store/seal.h"

static const seal_cost cheap = {8192, 1};

int main(void) {
    if (seal_start(NULL) != SCALP_OK)
        return 3;
    CASE("base32 as in RFC 4648, 10") {
        char text[16];
        static const char *const known[][2] = {{"f", "my"},           {"fo", "mzxq"},
                                               {"foo", "mzxw6"},      {"foob", "mzxw6yq"},
                                               {"fooba", "mzxw6ytb"}, {"foobar", "mzxw6ytboi"}};
        for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
            seal_base32((const uint8_t *)known[i][0], strlen(known[i][0]), text);
            CHECK_TEXT(text, known[i][1]);
        }
    }
    CASE("what is sealed opens with its key and its binding only, and no byte may change") {
        uint8_t key[SEAL_KEY] = {1}, other[SEAL_KEY] = {2};
        static const uint8_t plain[] = "a client's name";
        pack sealed = {0}, open = {0};
        seal(key, "client|1", (scalp_bytes){plain, sizeof plain}, &sealed);
        CHECK(sealed.size == sizeof plain + SEAL_EXTRA);
        CHECK(unseal(key, "client|1", pack_view(&sealed), &open) && open.size == sizeof plain &&
              memcmp(open.data, plain, sizeof plain) == 0);
        CHECK(!unseal(other, "client|1", pack_view(&sealed), &open));
        CHECK(!unseal(key, "client|2", pack_view(&sealed), &open));
        for (size_t i = 0; i < sealed.size; i++) {
            sealed.data[i] ^= 0x40;
            CHECK(!unseal(key, "client|1", pack_view(&sealed), &open));
            sealed.data[i] ^= 0x40;
            CHECK(!unseal(key, "client|1", (scalp_bytes){sealed.data, i}, &open));
        }
        CHECK(open.size == sizeof plain);
        pack_close(&sealed);
        pack_close(&open);
    }
    CASE("the box survives writing and reading; cut or edited it is refused or stays shut") {
        seal_box box, read;
        uint8_t root[SEAL_KEY], got[SEAL_KEY];
        char code[SCALP_STORE_RECOVERY];
        pack bytes = {0};
        randombytes_buf(root, sizeof root);
        seal_recovery_make(code);
        CHECK(strlen(code) == SCALP_STORE_RECOVERY - 1);
        CHECK_STATUS(seal_box_fill(&box, 0, "eight or more", cheap, root, NULL), SCALP_OK);
        CHECK_STATUS(seal_box_fill(&box, 1, code, cheap, root, NULL), SCALP_OK);
        seal_box_write(&box, &bytes);
        CHECK_STATUS(seal_box_read(pack_view(&bytes), &read, NULL), SCALP_OK);
        CHECK_STATUS(seal_box_open(&read, "eight or more", got, NULL), SCALP_OK);
        CHECK(memcmp(got, root, sizeof root) == 0);
        CHECK_STATUS(seal_box_open(&read, code, got, NULL), SCALP_OK);
        for (size_t i = 0; i < bytes.size; i++) {
            CHECK_STATUS(seal_box_read((scalp_bytes){bytes.data, i}, &read, NULL), SCALP_ERR_INPUT);
            bytes.data[i] ^= 2;
            scalp_error error = {0};
            const bool edited_second = i >= bytes.size / 2 + 12;
            if (seal_box_read(pack_view(&bytes), &read, &error) == SCALP_OK && !edited_second &&
                read.slots[0].cost.memory < 1 << 20)
                CHECK(seal_box_open(&read, "eight or more", got, &error) != SCALP_OK);
            bytes.data[i] ^= 2;
        }
        pack_close(&bytes);
    }
    CASE("a box that asks for too much memory or time is refused") {
        seal_box box;
        uint8_t root[SEAL_KEY] = {0};
        pack bytes = {0};
        CHECK_STATUS(seal_box_fill(&box, 0, "x", (seal_cost){8191, 1}, root, NULL),
                     SCALP_ERR_INPUT);
        CHECK_STATUS(seal_box_fill(&box, 0, "x", (seal_cost){8192, 17}, root, NULL),
                     SCALP_ERR_INPUT);
        CHECK_STATUS(seal_box_fill(&box, 0, "x", cheap, root, NULL), SCALP_OK);
        CHECK_STATUS(seal_box_fill(&box, 1, "x", cheap, root, NULL), SCALP_OK);
        box.slots[1].cost.memory = (1u << 30) + 1;
        seal_box_write(&box, &bytes);
        CHECK_STATUS(seal_box_read(pack_view(&bytes), &box, NULL), SCALP_ERR_INPUT);
        pack_close(&bytes);
    }
    CASE("marks are equal for equal contents under one key only") {
        uint8_t key[SEAL_KEY] = {1}, other[SEAL_KEY] = {2}, a[SEAL_MARK], b[SEAL_MARK];
        const scalp_bytes plain = {(const uint8_t *)"text", 4};
        seal_mark(key, "x", plain, a);
        seal_mark(key, "x", plain, b);
        CHECK(memcmp(a, b, sizeof a) == 0);
        seal_mark(other, "x", plain, b);
        CHECK(memcmp(a, b, sizeof a) != 0);
        seal_mark(key, "y", plain, b);
        CHECK(memcmp(a, b, sizeof a) != 0);
    }
    return check_done();
}
