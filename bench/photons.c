/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Photons in three kinds of skin, by us in one thread and by MCML 2.0, a program of its own that
 * SCALPTOR_MCML names: the same layers, photons, rings and rule for giving a photon up. */
#include "bench.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { photons = 200000, layer_count = 3, ring_count = 200 };
#define RING_MM 0.02

static const struct skin {
    const char *name;
    scalp_layer layers[layer_count];
} skins[] = {
    {"light_450",
     {{1.4, 2.049, 32.23, 0.7505, 0.08},
      {1.4, 0.9007, 21.86, 0.7505, 0.2},
      {1.4, 0.5222, 21.86, 0.7505, 1.72}}},
    {"light_650",
     {{1.4, 0.5956, 24.18, 0.8085, 0.08},
      {1.4, 0.04157, 14.86, 0.8085, 0.2},
      {1.4, 0.03627, 14.86, 0.8085, 1.72}}},
    {"dark_450",
     {{1.4, 33.8, 32.23, 0.7505, 0.08},
      {1.4, 0.9007, 21.86, 0.7505, 0.2},
      {1.4, 0.5222, 21.86, 0.7505, 1.72}}},
};
enum { skin_count = sizeof skins / sizeof *skins };

/* MCML's input; it counts in cm. */
static size_t input_make(const struct skin *skin, char *text, size_t size) {
    size_t at = (size_t)snprintf(text, size, "mcmli2.0\nair 1.0 0 0 0\n");
    for (int i = 0; i < layer_count; i++) {
        const scalp_layer *l = &skin->layers[i];
        at += (size_t)snprintf(text + at, size - at, "m%d %g %g %g %g\n", i, l->n,
                               10 * l->mua_per_mm, 10 * l->mus_per_mm, l->g);
    }
    at += (size_t)snprintf(text + at, size - at, "end\n%s.mco A\nair\n", skin->name);
    for (int i = 0; i < layer_count; i++)
        at += (size_t)snprintf(text + at, size - at, "m%d %g\n", i,
                               skin->layers[i].thickness_mm / 10);
    at +=
        (size_t)snprintf(text + at, size - at,
                         "air\nend\npencil\n0\n0.002 %g 0.1\n100 %d 1 1\nRd_r\n%d 60:00\n1E-4\n1\n"
                         "end\n",
                         RING_MM / 10, ring_count, photons);
    return at;
}

scalp_status bench_photons_make(const char *folder, const scalp_work *work, scalp_error *error) {
    (void)work;
    for (int i = 0; i < skin_count; i++) {
        char text[1000], name[60];
        snprintf(name, sizeof name, "%s.mci", skins[i].name);
        const size_t size = input_make(&skins[i], text, sizeof text);
        SCALP_TRY(bench_write(folder, name, (scalp_bytes){(const uint8_t *)text, size}, error));
    }
    return SCALP_OK;
}

scalp_status bench_photons_ours(const char *folder, const scalp_work *work, scalp_error *error) {
    (void)folder;
    scalp_work alone = *work;
    alone.pool = NULL;
    for (int i = 0; i < skin_count; i++) {
        const scalp_stack stack = {skins[i].layers, layer_count, 1, 1, 1};
        const scalp_mc_params params = {
            .photons = photons, .seed = 1, .ring_count = ring_count, .ring_mm = RING_MM};
        scalp_mc mc;
        SCALP_TRY(scalp_optics_mc_make(&stack, &params, &alone, &mc, error));
    }
    return SCALP_OK;
}

static void become_mcml(const char *program, const char *folder, const char *input) {
    const int nowhere = open("/dev/null", O_RDWR);
    if (nowhere < 0 || chdir(folder) != 0)
        _exit(126);
    dup2(nowhere, STDIN_FILENO);
    dup2(nowhere, STDOUT_FILENO);
    execl(program, program, input, (char *)NULL);
    _exit(127);
}

scalp_status bench_photons_mcml(const char *folder, const scalp_work *work, scalp_error *error) {
    const char *program = getenv("SCALPTOR_MCML");
    (void)work;
    for (int i = 0; i < skin_count; i++) {
        char name[60];
        int status = 0;
        snprintf(name, sizeof name, "%s.mci", skins[i].name);
        const pid_t child = fork();
        if (child == 0)
            become_mcml(program, folder, name);
        if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
            return scalp_fail(error, SCALP_ERR_MACHINE, "%s did not do its work.", program);
    }
    return SCALP_OK;
}
