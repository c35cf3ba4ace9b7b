/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A studio's profile: what its papers say of it, and its own prices. */
#ifndef SCALPTOR_CODEC_STUDIO_H
#define SCALPTOR_CODEC_STUDIO_H

#include <scalptor/base.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SCALP_STUDIO_TEXT 160
#define SCALP_STUDIO_MAX_LINES 8
#define SCALP_STUDIO_MAX_PRICES 32

/* What a price is counted by. */
typedef enum scalp_price_per {
    SCALP_PER_PLAN,
    SCALP_PER_SESSION, /* that has something to do */
    SCALP_PER_HOUR,    /* planned, all sessions together */
    SCALP_PER_CM2,     /* of the treated zones */
    SCALP_PER_1000_DOTS,
} scalp_price_per;

const char *scalp_price_per_name(scalp_price_per per); /* "plan", "session", "hour" ... */

typedef struct scalp_price {
    char name[SCALP_STUDIO_TEXT];
    scalp_price_per per;
    double amount; /* below 0: taken off */
} scalp_price;

typedef struct scalp_studio_profile {
    char name[SCALP_STUDIO_TEXT], phone[SCALP_STUDIO_TEXT], email[SCALP_STUDIO_TEXT];
    char address[SCALP_STUDIO_MAX_LINES][SCALP_STUDIO_TEXT];
    size_t address_count;
    char licences[SCALP_STUDIO_MAX_LINES][SCALP_STUDIO_TEXT];
    size_t licence_count;
    char trainings[SCALP_STUDIO_MAX_LINES][SCALP_STUDIO_TEXT];
    size_t training_count;
    char currency[8];       /* as printed: "EUR", "€" */
    char language[8];       /* "": English */
    double tax_percent;     /* within the prices; 0: not mentioned */
    double deposit_percent; /* of the sum, 0..100 */
    scalp_price prices[SCALP_STUDIO_MAX_PRICES];
    size_t price_count;
    double valid_days; /* of a quote; 0: not mentioned */
} scalp_studio_profile;

#define SCALP_CODEC_MAX_STUDIO_BYTES (1u << 20)

/* docs/studio.schema.json; the name is required. SCALP_ERR_INPUT names file and member. */
SCALP_CHECKED scalp_status scalp_codec_studio_read(scalp_bytes bytes, const char *name,
                                                   scalp_studio_profile *studio,
                                                   scalp_error *error);

#ifdef __cplusplus
}
#endif
#endif
