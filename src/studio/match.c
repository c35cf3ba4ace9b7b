/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words as people type them: without case, and Latin letters without their accents. */
#include "studio.h"

#include <string.h>

/* Letters U+00C0 to U+017F by the letters they look like (Unicode 15, decompositions; the few that
 * have none by usage: ae, o, ss ...). '-': no letter. */
static const char *const latin = "aaaaaaaceeeeiiiidnooooo-ouuuuytsaaaaaaaceeeeiiiidnooooo-ouuuuyty"
                                 "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
                                 "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/* The next letter or digit in small, 0 for anything else; `*at` moves on. Bytes of other letters
 * count as they are. */
static int next(const char **at) {
    const unsigned char *c = (const unsigned char *)*at;
    *at += 1;
    if (c[0] >= 'A' && c[0] <= 'Z')
        return c[0] + 32;
    if ((c[0] >= 'a' && c[0] <= 'z') || (c[0] >= '0' && c[0] <= '9') || c[0] == '@')
        return c[0];
    if (c[0] >= 0xc3 && c[0] <= 0xc5 && (c[1] & 0xc0) == 0x80) {
        *at += 1;
        const char letter = latin[(c[0] - 0xc3) * 64 + (c[1] & 0x3f)];
        return letter == '-' ? 0 : letter;
    }
    return c[0] >= 0x80 ? c[0] : 0;
}

/* Whether the word at `word` begins what stands at `text`. */
static bool begins(const char *text, const char *word) {
    for (;;) {
        if (!*word)
            return true;
        const int wanted = next(&word);
        if (!wanted)
            return true;
        if (!*text || next(&text) != wanted)
            return false;
    }
}

static bool word_matches(const char *text, const char *word) {
    bool start = true;
    while (*text) {
        if (start && begins(text, word))
            return true;
        start = next(&text) == 0;
    }
    return false;
}

bool scalp_studio_matches(const char *text, const char *words) {
    bool start = true, any = false;
    while (*words) {
        const char *word = words;
        const bool letter = next(&words) != 0;
        if (start && letter) {
            any = true;
            if (!word_matches(text, word))
                return false;
        }
        start = !letter;
    }
    return any;
}
