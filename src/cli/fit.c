/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include <math.h>
#include <string.h>

#define FILM_DIAGONAL_MM 43.2666 /* 36 x 24 mm, to which "a lens of 60 mm" refers */

static const cli_option options[] = {
    {.name = "output",
     .letter = 'o',
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "write the fit there as JSON; - is stdout"},
    {.name = "head",
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "write the fitted head there as GLB (in metres, as glTF wants it)"},
    {.name = "json", .help = "show the fit as JSON instead of the table"},
};

static const char *focal_text(scalp_focal_source source) {
    switch (source) {
    case SCALP_FOCAL_GIVEN:
        return "entered: given in the case";
    case SCALP_FOCAL_EXIF:
        return "measured: from the photo's EXIF";
    case SCALP_FOCAL_SOLVED:
        return "measured: solved from the landmarks";
    case SCALP_FOCAL_ASSUMED:
        return "modelled: assumed, as of a lens of";
    }
    return "";
}

static const char *scale_text(scalp_scale_source source) {
    switch (source) {
    case SCALP_SCALE_LENGTH:
        return "measured: a length in the photo";
    case SCALP_SCALE_IRIS:
        return "modelled: the width of the iris";
    case SCALP_SCALE_HEAD:
        return "modelled: the head's measures";
    case SCALP_SCALE_PRIOR:
        return "modelled: a head of the usual size";
    }
    return "";
}

static void show_measure(FILE *to, const char *name, double mm, double given, bool scanned) {
    fprintf(to, "  %-22s %8.1f mm  %s\n", name, mm,
            scanned     ? "measured: of the scan"
            : given > 0 ? "entered"
                        : "modelled");
}

static void show_head(const scalp_case *c, const scalp_fit *fit, FILE *to) {
    const bool scanned = scalp_case_has_scan(c);
    fputs("Head\n", to);
    show_measure(to, "length", fit->measures.length_mm, c->measures.length_mm, scanned);
    show_measure(to, "breadth", fit->measures.breadth_mm, c->measures.breadth_mm, scanned);
    show_measure(to, "circumference", fit->measures.circumference_mm, c->measures.circumference_mm,
                 scanned);
    show_measure(to, "tragion to vertex", fit->measures.tragion_vertex_mm,
                 c->measures.tragion_vertex_mm, scanned);
}

static void show_view(const scalp_case_photo *photo, const scalp_view_fit *view, FILE *to) {
    const double px_per_mm = view->px_per_mm;
    fprintf(to, "\nPhoto %s (%d x %d pixels, view %s)\n", photo->id, view->camera.width,
            view->camera.height, photo->view);
    fprintf(to, "  %-22s %8.0f px  %s", "focal length", view->camera.focal_px,
            focal_text(view->focal_source));
    /* The fit starts from a usual lens and gives way to the landmarks: say where it ended. */
    if (view->focal_source == SCALP_FOCAL_ASSUMED)
        fprintf(to, " %.0f mm",
                view->camera.focal_px * FILM_DIAGONAL_MM /
                    hypot(view->camera.width, view->camera.height));
    fputc('\n', to);
    fprintf(to, "  %-22s %8.2f +- %.2f px/mm  %s\n", "scale", px_per_mm, view->px_per_mm_sd,
            scale_text(view->scale_source));
    fprintf(to, "  %-22s %8.1f degrees (1 sd, modelled)\n", "pose uncertain by",
            view->rotation_sd_deg);
    fprintf(to, "  %-22s %8.2f px = %.2f mm (measured)\n", "residual, RMS", view->rms_px,
            view->rms_mm);
    if (view->outline_seen_mm > 0)
        fprintf(to, "  %-22s %8.1f mm, RMS %.1f mm over %.0f mm of it (measured)%s\n",
                "outline off by up to", view->outline_max_mm, view->outline_rms_mm,
                view->outline_seen_mm, view->outline_refused ? "; not used" : "");
    fputc('\n', to);
    fprintf(to, "  %-22s %8s %8s\n", "landmark", "px", "mm");
    for (int i = 0; i < SCALP_LANDMARK_COUNT; i++)
        if (view->residual_px[i] >= 0)
            fprintf(to, "  %-22s %8.2f %8.2f\n", scalp_landmark_name((scalp_landmark)i),
                    view->residual_px[i], px_per_mm > 0 ? view->residual_px[i] / px_per_mm : 0.0);
}

static void show_fit(const scalp_case *c, const scalp_fit *fit, FILE *to) {
    show_head(c, fit, to);
    for (size_t i = 0; i < fit->view_count; i++)
        show_view(&c->photos[i], &fit->views[i], to);
    if (fit->view_count == 0)
        fputs("\nNo photos: the head is the standard head with these measures.\n", to);
}

static scalp_status run(cli_job *job, scalp_error *error) {
    cli_client *client;
    scalp_fit fit;
    scalp_bytes document, mesh = {0};
    const char *output = cli_text(job, "output", NULL), *head = cli_text(job, "head", NULL);
    SCALP_TRY(cli_client_read(job, job->operands[0], &client, error));
    SCALP_TRY(cli_client_photos(job, client, error));
    SCALP_TRY(cli_output_check(job, output, error));
    SCALP_TRY(cli_output_check(job, head, error));
    SCALP_TRY(cli_fit_make(job, client, &fit, error));
    SCALP_TRY(scalp_codec_fit_write(&client->document, &fit, client->facts, &job->work, &document,
                                    error));
    if (head)
        SCALP_TRY(scalp_codec_glb_write(&fit.head.mesh, &job->work, &mesh, error));
    if (output)
        SCALP_TRY(cli_write(job, output, document, error));
    if (head)
        SCALP_TRY(cli_write(job, head, mesh, error));
    if (cli_given(job, "json"))
        fwrite(document.data, 1, document.size, job->out);
    else if (!output)
        show_fit(&client->document, &fit, job->out);
    return SCALP_OK;
}

const cli_command cli_fit = {
    .name = "fit",
    .operands = "CASE",
    .operands_least = 1,
    .operands_most = 1,
    .summary = "find camera, pose and head shape from the landmarks",
    .about = "Fits the standard head and one camera per photo to the landmarks and measurements "
             "of a case. Without -o the residuals are shown as a table.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
