/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "content.h"

#include <scalptor/exchange.h>

static void put_some(scalp_writer *out, const char *name, const char *value) {
    if (value[0])
        scalp_content_text(out, name, value);
}

static void put_card(scalp_writer *out, const scalp_vcard *c) {
    scalp_content_put(out, "BEGIN", "VCARD");
    scalp_content_put(out, "VERSION", "3.0");
    put_some(out, "UID", c->uid);
    scalp_content_text(out, "FN", c->name);
    scalp_content_texts(out, "N", (const char *[]){c->family, c->given, "", "", ""}, 5);
    put_some(out, "BDAY", c->born);
    put_some(out, "TEL;TYPE=CELL", c->phone);
    put_some(out, "EMAIL;TYPE=INTERNET", c->email);
    if (c->street[0] || c->city[0] || c->region[0] || c->postcode[0] || c->country[0])
        scalp_content_texts(
            out, "ADR",
            (const char *[]){"", "", c->street, c->city, c->region, c->postcode, c->country}, 7);
    scalp_content_put(out, "END", "VCARD");
}

scalp_status scalp_vcard_write(const scalp_vcard *contacts, size_t count, const scalp_work *work,
                               scalp_bytes *bytes, scalp_error *error) {
    scalp_writer out = scalp_writer_make(work, error);
    for (size_t i = 0; i < count; i++)
        put_card(&out, &contacts[i]);
    return scalp_writer_close(&out, bytes);
}
