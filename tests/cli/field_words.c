/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shows, for every plain field of the case, what its manual page must say of it: "name", a tab, and
 * its limits and default in the page's words. */
#include <scalptor/case.h>

#include <stdio.h>

static void show_choices(const scalp_case_field *field) {
    printf("One of: ");
    for (const char *c = field->choices; *c; c++) {
        if (*c != '|')
            putchar(*c);
        else if (c[1])
            fputs(", ", stdout);
    }
    if (field->optional)
        printf(" (may be null).");
    else if (field->text[0])
        printf(" (default: %s).", field->text);
    else
        printf(" (needed).");
}

static void show(const scalp_case_field *fields, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const scalp_case_field *f = &fields[i];
        printf("%s\t", f->name);
        if (scalp_case_field_is_number(f)) {
            printf("%.16g to %.16g%s%s; ", f->low, f->high, f->unit[0] ? " " : "", f->unit);
            if (f->optional)
                printf("may be null, not given.");
            else
                printf("default %.16g.", f->number);
        } else if (f->kind == SCALP_FIELD_TEXT) {
            show_choices(f);
        } else if (f->optional) {
            printf("May be null; needed when");
        } else if (f->text[0]) {
            printf("Default: %s.", f->text);
        } else {
            printf("Needed.");
        }
        putchar('\n');
    }
}

int main(void) {
    show(scalp_case_fields, scalp_case_field_count);
    show(scalp_case_photo_fields, scalp_case_photo_field_count);
    show(scalp_case_close_up_fields, scalp_case_close_up_field_count);
    show(scalp_case_zone_fields, scalp_case_zone_field_count);
    show(scalp_case_area_fields, scalp_case_area_field_count);
    return 0;
}
