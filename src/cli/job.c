/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

scalp_status cli_job_open(cli_job *job, const cli_command *command, scalp_error *error) {
    memset(job, 0, sizeof *job);
    job->command = command;
    job->kernels = scalp_kernels_find();
    job->work.kernels = &job->kernels;
    SCALP_TRY(scalp_arena_open(NULL, &job->work.memory));
    job->out = open_memstream(&job->out_text, &job->out_size);
    if (!job->out)
        return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory; close other programs.");
    return SCALP_OK;
}

static unsigned cores(void) {
    const long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count < 1 ? 1 : count > 64 ? 64 : (unsigned)count;
}

scalp_status cli_job_start(cli_job *job, scalp_error *error) {
    const unsigned threads = (unsigned)cli_number(job, "threads", cores());
    cli_progress_open(&job->progress, !cli_given(job, "quiet"));
    job->work.progress = cli_progress_report;
    job->work.progress_context = &job->progress;
    if (threads > 1 && scalp_pool_open(threads, &job->work.pool) != SCALP_OK)
        return scalp_fail(error, SCALP_ERR_MACHINE,
                          "%u threads could not be started; try again with --threads 1.", threads);
    SCALP_TRY(scalp_codec_images_open(threads, error));
    job->images_open = true;
    return SCALP_OK;
}

void cli_job_close(cli_job *job) {
    if (job->out)
        fclose(job->out);
    free(job->out_text);
    json_decref(job->json);
    if (job->images_open)
        scalp_codec_images_close();
    scalp_pool_close(&job->work.pool);
    scalp_arena_close(&job->work.memory);
}

static scalp_status show_json(cli_job *job, scalp_error *error) {
    char *text = json_dumps(job->json, JSON_INDENT(2) | JSON_REAL_PRECISION(10));
    if (!text || fputs(text, job->out) == EOF || fputc('\n', job->out) == EOF) {
        free(text);
        return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory while writing the result.");
    }
    free(text);
    return SCALP_OK;
}

scalp_status cli_job_show(cli_job *job, scalp_error *error) {
    if (job->json)
        SCALP_TRY(show_json(job, error));
    if (fflush(job->out) != 0)
        return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory while writing the result.");
    if (job->out_size == 0 || job->stdout_taken)
        return SCALP_OK;
    return scalp_codec_file_write("-", (scalp_bytes){(const uint8_t *)job->out_text, job->out_size},
                                  error);
}

void cli_sentence(const char *sentence) {
    fputs("scalptor: ", stderr);
    if (isatty(STDERR_FILENO))
        cli_wrap(stderr, sentence, 10, 10);
    else
        fprintf(stderr, "%s\n", sentence);
}

void cli_say(const cli_job *job, const char *format, ...) {
    char sentence[1024];
    va_list arguments;
    if (cli_given(job, "quiet"))
        return;
    va_start(arguments, format);
    vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    cli_sentence(sentence);
}

static bool wants_json(const cli_job *job) {
    for (size_t i = 0; i < job->command->option_count; i++)
        if (strcmp(job->command->options[i].name, "json") == 0)
            return job->values[i].count > 0;
    return false;
}

/* ---- Files ------------------------------------------------------------------------------- */

static const cli_input *input_at(const cli_job *job, const char *path) {
    struct stat now;
    if (stat(path, &now) != 0)
        return NULL;
    for (size_t i = 0; i < job->input_count; i++)
        if (job->inputs[i].device == now.st_dev && job->inputs[i].inode == now.st_ino)
            return &job->inputs[i];
    return NULL;
}

scalp_status cli_read(cli_job *job, const char *path, size_t most, scalp_bytes *bytes,
                      scalp_error *error) {
    struct stat now;
    SCALP_TRY(scalp_codec_file_read(path, most, &job->work, bytes, error));
    if (job->input_count < CLI_MAX_FILES && !input_at(job, path) && stat(path, &now) == 0)
        job->inputs[job->input_count++] = (cli_input){now.st_dev, now.st_ino, path};
    return SCALP_OK;
}

/* Whether two results would end in one file, the later one in place of the earlier. */
static bool output_twice(const cli_job *job, const char *path) {
    struct stat one, other;
    const bool there = stat(path, &one) == 0;
    if (there && !S_ISREG(one.st_mode))
        return false; /* /dev/null takes any number */
    for (size_t i = 0; i < job->output_count; i++)
        if (strcmp(job->outputs[i], path) == 0 ||
            (there && stat(job->outputs[i], &other) == 0 && one.st_dev == other.st_dev &&
             one.st_ino == other.st_ino))
            return true;
    return false;
}

scalp_status cli_output_check(cli_job *job, const char *path, scalp_error *error) {
    if (!path)
        return SCALP_OK;
    if (strcmp(path, "-") == 0) {
        if (job->stdout_taken || wants_json(job))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "Only one result can go to stdout; give the other one a file.");
        job->stdout_taken = true;
        return SCALP_OK;
    }
    const cli_input *input = input_at(job, path);
    if (input)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The output %s would overwrite the input %s; give it another name.", path,
                          input->path);
    if (output_twice(job, path))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Two results would go to %s; give each a file of its own.", path);
    if (job->output_count < CLI_MAX_OUTPUTS)
        job->outputs[job->output_count++] = path;
    return SCALP_OK;
}

scalp_status cli_write(cli_job *job, const char *path, scalp_bytes bytes, scalp_error *error) {
    if (cli_progress_cancelled(&job->progress))
        return scalp_fail(error, SCALP_ERR_CANCELLED, "Cancelled; %s was not written.", path);
    SCALP_TRY(scalp_codec_file_write(path, bytes, error));
    cli_progress_clear(&job->progress);
    if (strcmp(path, "-") != 0) {
        if (!job->reports_files)
            cli_say(job, "Wrote %s.", path);
        if (job->written_count < CLI_MAX_FILES)
            job->written[job->written_count++] = (cli_written){path, bytes.size};
    }
    return SCALP_OK;
}

void cli_json_written(const cli_job *job, json_t *object) {
    json_t *list = json_array();
    for (size_t i = 0; i < job->written_count; i++)
        json_array_append_new(list, json_pack("{s:s, s:I}", "file", job->written[i].path, "bytes",
                                              (json_int_t)job->written[i].bytes));
    json_object_set_new(object, "written", list);
}
