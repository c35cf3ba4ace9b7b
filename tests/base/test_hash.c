/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SHA-256: the examples of FIPS 180-4 (NIST CSRC "SHA256.pdf"), and that cutting changes nothing.
 */
#include "check.h"

static void hash_text(const char *text, size_t repeat, char hex[SCALP_HASH_HEX]) {
    scalp_hash hash = scalp_hash_make();
    for (size_t i = 0; i < repeat; i++)
        scalp_hash_add(&hash, text, strlen(text));
    scalp_hash_hex(&hash, hex);
}

int main(void) {
    char hex[SCALP_HASH_HEX];
    CASE("published examples") {
        hash_text("abc", 1, hex);
        CHECK_TEXT(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        hash_text("", 1, hex);
        CHECK_TEXT(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        hash_text("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1, hex);
        CHECK_TEXT(hex, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
        hash_text("a", 1000000, hex);
        CHECK_TEXT(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    }
    CASE("any cutting gives the same hash") {
        uint8_t data[301];
        for (size_t i = 0; i < sizeof data; i++)
            data[i] = (uint8_t)(i * 37);
        char whole[SCALP_HASH_HEX];
        scalp_hash once = scalp_hash_make();
        scalp_hash_add(&once, data, sizeof data);
        scalp_hash_hex(&once, whole);
        for (size_t cut = 0; cut <= sizeof data; cut++) {
            scalp_hash twice = scalp_hash_make();
            scalp_hash_add(&twice, data, cut);
            scalp_hash_add(&twice, data + cut, sizeof data - cut);
            scalp_hash_hex(&twice, hex);
            CHECK_TEXT(hex, whole);
        }
    }
    return check_done();
}
