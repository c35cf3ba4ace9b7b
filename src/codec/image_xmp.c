/* SPDX-License-Identifier: GPL-3.0-or-later */
/* XMP (ISO 16684-1): as much of it as is needed to keep a photo's title, creator and rights and to
 * say what a picture is. A photo's packet is never carried over whole: it may hold a place, a
 * thumbnail, an orientation, or offsets into a file that no longer exists. */
#include "image_codec.h"

#include <stdio.h>
#include <string.h>

enum { max_text = 1000 };

/* ---- Reading ----------------------------------------------------------------------------- */

/* The place of `word` in [from, end), or NULL. */
static const char *find(const char *from, const char *end, const char *word) {
    const size_t length = strlen(word);
    for (; from && (size_t)(end - from) >= length; from++) {
        from = memchr(from, word[0], (size_t)(end - from) - length + 1);
        if (!from)
            return NULL;
        if (memcmp(from, word, length) == 0)
            return from;
    }
    return NULL;
}

/* Text that can be put into another packet as it stands: UTF-8, and every & begins one of XML's
 * own entities. */
static bool is_plain(const char *text, size_t size) {
    static const char *const entities[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"};
    if (size == 0 || size > max_text || !g_utf8_validate(text, (gssize)size, NULL))
        return false;
    for (size_t i = 0; i < size; i++) {
        bool good = text[i] != '&' && ((unsigned char)text[i] >= 32 || text[i] == '\n');
        for (size_t k = 0; k < sizeof entities / sizeof *entities && !good; k++)
            good = size - i >= strlen(entities[k]) &&
                   memcmp(text + i, entities[k], strlen(entities[k])) == 0;
        if (!good)
            return false;
    }
    return true;
}

scalp_bytes scalp_picture_xmp_find(scalp_bytes packet, const char *name, size_t index) {
    const scalp_bytes nothing = {NULL, 0};
    char open[32], close[32];
    if (packet.size == 0)
        return nothing;
    const char *at = (const char *)packet.data, *end = at + packet.size;
    snprintf(open, sizeof open, "<dc:%s>", name);
    snprintf(close, sizeof close, "</dc:%s>", name);
    at = find(at, end, open);
    end = at ? find(at, end, close) : NULL;
    for (size_t i = 0; at && end; i++) {
        at = find(at, end, "<rdf:li");
        at = at ? find(at, end, ">") : NULL;
        const char *last = at ? find(at, end, "<") : NULL;
        if (!last)
            return nothing;
        at++;
        if (i == index)
            return is_plain(at, (size_t)(last - at))
                       ? (scalp_bytes){(const uint8_t *)at, (size_t)(last - at)}
                       : nothing;
    }
    return nothing;
}

/* ---- Writing ----------------------------------------------------------------------------- */

/* Text that grows in the arena's block; `size` counts on when it is full, for a second round. */
typedef struct growing {
    char *text;
    size_t size, room;
} growing;

static void add(growing *g, const char *text, size_t size) {
    if (g->text && g->size + size <= g->room)
        memcpy(g->text + g->size, text, size);
    g->size += size;
}

static void add_text(growing *g, const char *text) {
    add(g, text, strlen(text));
}

static void add_escaped(growing *g, const char *text) {
    for (; *text; text++) {
        if (*text == '&')
            add_text(g, "&amp;");
        else if (*text == '<')
            add_text(g, "&lt;");
        else if (*text == '>')
            add_text(g, "&gt;");
        else
            add(g, (unsigned char)*text < 32 ? " " : text, 1);
    }
}

static bool has_note(const scalp_image *image, const char *name) {
    return scalp_picture_note_find(image, name) != NULL;
}

/* dc:title and dc:rights are alternatives by language, dc:creator a list (ISO 16684-1, 8.3). */
static void add_carried(growing *g, const scalp_image *image, const char *property,
                        const char *kind, const char *attribute) {
    char name[32];
    snprintf(name, sizeof name, SCALP_XMP_PREFIX "%s", property);
    if (!has_note(image, name))
        return;
    const char *const open[] = {"  <dc:", property, "><rdf:", kind, ">"};
    for (size_t i = 0; i < sizeof open / sizeof *open; i++)
        add_text(g, open[i]);
    for (size_t i = 0; i < image->note_count; i++) {
        if (strcmp(image->notes[i].name, name) != 0)
            continue;
        add_text(g, attribute);
        add(g, image->notes[i].data, image->notes[i].size);
        add_text(g, "</rdf:li>");
    }
    const char *const close[] = {"</rdf:", kind, "></dc:", property, ">\n"};
    for (size_t i = 0; i < sizeof close / sizeof *close; i++)
        add_text(g, close[i]);
}

/* IPTC's vocabulary of digital sources calls a photo to which something computed was added
 * compositeSynthetic; the ones for trained algorithms would say what is not so. */
static void add_note_text(growing *g, const char *note) {
    add_text(g, "  <Iptc4xmpExt:DigitalSourceType>"
                "http://cv.iptc.org/newscodes/digitalsourcetype/compositeSynthetic"
                "</Iptc4xmpExt:DigitalSourceType>\n"
                "  <xmp:CreatorTool>Scalptor " SCALP_VERSION "</xmp:CreatorTool>\n"
                "  <dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">");
    add_escaped(g, note);
    add_text(g, "</rdf:li></rdf:Alt></dc:description>\n");
}

static void add_packet(growing *g, const scalp_image *image, const char *note) {
    static const char alternative[] = "<rdf:li xml:lang=\"x-default\">";
    add_text(g, "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
                "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
                " <rdf:Description rdf:about=\"\"\n"
                "   xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n"
                "   xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"\n"
                "   xmlns:Iptc4xmpExt=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\">\n");
    if (note)
        add_note_text(g, note);
    add_carried(g, image, "title", "Alt", alternative);
    add_carried(g, image, "creator", "Seq", "<rdf:li>");
    add_carried(g, image, "rights", "Alt", alternative);
    add_text(g, " </rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>");
}

scalp_status scalp_picture_xmp_make(const scalp_image *image, const char *note,
                                    const scalp_work *work, scalp_bytes *packet,
                                    scalp_error *error) {
    *packet = (scalp_bytes){NULL, 0};
    if (!note && !has_note(image, SCALP_XMP_PREFIX "title") &&
        !has_note(image, SCALP_XMP_PREFIX "creator") && !has_note(image, SCALP_XMP_PREFIX "rights"))
        return SCALP_OK;
    growing g = {NULL, 0, 0};
    add_packet(&g, image, note);
    void *items;
    SCALP_TRY(scalp_work_take(work, g.size, 1, &items, error));
    g = (growing){items, 0, g.size};
    add_packet(&g, image, note);
    *packet = (scalp_bytes){items, g.size};
    return SCALP_OK;
}
