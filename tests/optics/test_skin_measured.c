/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measured spectra as modelled skin: each by its own melanin, blood and scattering. */
#include "check.h"

#include <scalptor/optics.h>

#include <math.h>

enum { most = 4600 };

/* A row of numbers behind `skipped` cells. */
static int row_read(FILE *file, int skipped, double *numbers, int count) {
    static char line[1 << 14];
    if (!fgets(line, sizeof line, file))
        return 0;
    char *at = line;
    int read = 0;
    for (; skipped && at; skipped--)
        at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL;
    for (char *end; at && read < count; at = end + 1) {
        numbers[read] = strtod(at, &end);
        if (end == at)
            break;
        read++;
        if (*end != ',')
            break;
    }
    return read;
}

static FILE *data_open(const char *folder, const char *name) {
    char path[4096], header[1 << 14];
    snprintf(path, sizeof path, "%s/data/optics/%s", folder, name);
    FILE *file = fopen(path, "r");
    if (file && !fgets(header, sizeof header, file)) {
        fclose(file);
        return NULL;
    }
    return file;
}

/* 4392 spectra, one a row, 360 to 740 nm in steps of 10; the last value goes on. */
static size_t liverpool_read(const char *folder, scalp_spectrum *spectra) {
    FILE *file = data_open(folder, "liverpool_skin_reflectance_4392.csv");
    double row[39];
    size_t count = 0;
    for (; file && count < most && row_read(file, 1, row, 39) == 39; count++) {
        for (int i = 0; i < SCALP_SPECTRUM_COUNT; i++)
            spectra[count].r[i] = row[i + 2 < 38 ? i + 2 : 38];
    }
    if (file)
        fclose(file);
    return count;
}

/* 100 spectra, one a column, every 3 nm from 250 on; linear between. */
static size_t nist_read(const char *folder, scalp_spectrum *spectra) {
    FILE *file = data_open(folder, "nist_skin_reflectance_100subjects_mean.csv");
    double row[101], before[101] = {0};
    while (file && row_read(file, 0, row, 101) == 101) {
        for (int i = 0; i < SCALP_SPECTRUM_COUNT; i++) {
            const double nm = scalp_spectrum_wavelength_nm((size_t)i);
            const double t = (nm - before[0]) / (row[0] - before[0]);
            if (t <= 0 || t > 1)
                continue;
            for (int k = 0; k < 100; k++)
                spectra[k].r[i] = before[k + 1] + t * (row[k + 1] - before[k + 1]);
        }
        memcpy(before, row, sizeof before);
    }
    if (file)
        fclose(file);
    return before[0] > 780 ? 100 : 0;
}

static int ascending(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

typedef struct sample {
    const scalp_kernels *kernels;
    const scalp_spectrum *spectra;
    size_t stride;
    double difference[most], square[most]; /* -1: no answer */
} sample;

static void fit_one(void *context, size_t index) {
    sample *s = context;
    const scalp_spectrum *measured = &s->spectra[index * s->stride];
    scalp_work work = {.kernels = s->kernels};
    scalp_skin_parts skin;
    scalp_spectrum model;
    scalp_error error;
    double rms;
    s->difference[index] = s->square[index] = -1;
    if (scalp_arena_open(NULL, &work.memory) != SCALP_OK)
        return;
    if (scalp_skin_from_spectrum(measured, 8, &work, &skin, &rms, &error) == SCALP_OK &&
        scalp_skin_spectrum_make(&skin, 8, &work, &model, &error) == SCALP_OK) {
        s->difference[index] =
            scalp_lab_difference(scalp_lab_from_spectrum(&model, SCALP_ILLUMINANT_D65),
                                 scalp_lab_from_spectrum(measured, SCALP_ILLUMINANT_D65));
        s->square[index] = rms * rms;
    }
    scalp_arena_close(&work.memory);
}

static void fit_all(check_work *w, const scalp_spectrum *spectra, size_t count, size_t stride) {
    static sample s;
    double mean = 0, mean_square = 0;
    const size_t n = (count + stride - 1) / stride;
    s = (sample){.kernels = &w->kernels, .spectra = spectra, .stride = stride};
    scalp_pool_for(w->work.pool, n, fit_one, &s);
    for (size_t i = 0; i < n; i++) {
        CHECK(s.square[i] >= 0);
        mean += s.difference[i];
        mean_square += s.square[i];
    }
    mean /= (double)n;
    qsort(s.difference, n, sizeof *s.difference, ascending);
    const double p95 = s.difference[n * 95 / 100], rms = sqrt(mean_square / (double)n);
    printf("# %zu spectra: dE00 mean %.2f, 95 %% %.2f, RMS in R %.4f\n", n, mean, p95, rms);
    CHECK(mean < 1.5);
    CHECK(p95 < 3.3);
    CHECK_AT_MOST(rms, 0.011);
}

int main(void) {
    static scalp_spectrum spectra[most];
    check_work w;
    check_work_open(&w, 2);
    const char *folder = check_shared();
    CASE("a modelled spectrum gives its parts back") {
        const scalp_skin_parts wanted = {.melanin = 0.05, .blood = 0.02, .scatter = 0.9};
        scalp_skin_parts got;
        scalp_error error;
        double rms;
        CHECK_STATUS(scalp_skin_spectrum_make(&wanted, 8, &w.work, spectra, &error), SCALP_OK);
        CHECK_STATUS(scalp_skin_from_spectrum(spectra, 8, &w.work, &got, &rms, &error), SCALP_OK);
        CHECK_NEAR(got.melanin, wanted.melanin, 1e-5);
        CHECK_NEAR(got.blood, wanted.blood, 1e-5);
        CHECK_NEAR(got.scatter, wanted.scatter, 1e-4);
        CHECK_AT_MOST(rms, 1e-5);
    }
    const size_t liverpool = folder ? liverpool_read(folder, spectra) : 0;
    const size_t nist = folder ? nist_read(folder, spectra + liverpool) : 0;
    if (!liverpool || !nist) {
        check_skip("measured spectra", "the shared test data is not there");
    } else {
        CASE("measured spectra") {
            CHECK(liverpool == 4392);
            fit_all(&w, spectra, liverpool + nist, (size_t)check_times(197, 1));
        }
    }
    check_work_close(&w);
    return check_done();
}
