/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PLY from anywhere. What is accepted has its corners within its vertices, can be cleaned, and
 * comes out of our own writers as it went in. */
#include "mesh_input.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    return mesh_input(data, size, SCALP_MESH_PLY);
}
