/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCALPTOR_CODEC_SHOWN_H
#define SCALPTOR_CODEC_SHOWN_H

#define SCALP_SHOWN_NAME 64

/* A file's name as it may stand in a message: of a long path the end, which says more than the
 * start; no control characters, no half ones. Gives `shown`. */
const char *scalp_shown_name(const char *name, char shown[SCALP_SHOWN_NAME]);

#endif
