/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes to values and back: the only room that knows file formats. Every reader treats its input
 * as hostile. */
#ifndef SCALPTOR_CODEC_H
#define SCALPTOR_CODEC_H

#include <scalptor/calibrate.h>
#include <scalptor/case.h>
#include <scalptor/evenness.h>
#include <scalptor/inspect.h>
#include <scalptor/pairing.h>
#include <scalptor/panel.h>
#include <scalptor/worked.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Files ------------------------------------------------------------------------------- */

#define SCALP_CODEC_MAX_JSON_BYTES (64u << 20)
#define SCALP_CODEC_MAX_CASE_BYTES (1u << 20)  /* 32 photos with all landmarks take 60 kB */
#define SCALP_CODEC_MAX_PLAN_BYTES (16u << 20) /* SCALP_LAYOUT_MAX_DOTS dots take 4 MB */
#define SCALP_CODEC_MAX_IMAGE_BYTES (512u << 20)
#define SCALP_CODEC_MAX_MESH_BYTES (1024u << 20)
#define SCALP_CODEC_MAX_DOTS_BYTES (64u << 20)  /* SCALP_LAYOUT_MAX_DOTS dots take 20 MB */
#define SCALP_CODEC_MAX_LAYERS_BYTES (4u << 20) /* any text that may be meant as layers */

/* The whole file in work->memory. SCALP_ERR_INPUT (not there, not a plain file, empty),
 * SCALP_ERR_LIMIT (larger than `most`), SCALP_ERR_MEMORY, SCALP_ERR_MACHINE (cannot be read). */
SCALP_CHECKED scalp_status scalp_codec_file_read(const char *path, size_t most,
                                                 const scalp_work *work, scalp_bytes *bytes,
                                                 scalp_error *error);
/* Writes beside `path`, syncs, then renames: the file is whole or as it was. A link stays a link, a
 * replaced file's permissions stay. A device or pipe is written to directly; "-": stdout.
 * SCALP_ERR_INPUT (a folder), SCALP_ERR_MACHINE. */
SCALP_CHECKED scalp_status scalp_codec_file_write(const char *path, scalp_bytes bytes,
                                                  scalp_error *error);

/* ---- Images ------------------------------------------------------------------------------ */

#define SCALP_CODEC_MAX_PIXELS 120000000ull
#define SCALP_CODEC_MAX_SIDE 40000

typedef enum scalp_image_format {
    SCALP_FORMAT_JPEG,
    SCALP_FORMAT_PNG,
    SCALP_FORMAT_WEBP,
    SCALP_FORMAT_TIFF,
    SCALP_FORMAT_HEIC,
} scalp_image_format;

/* Once per process, before any image call; `threads` for the image library. */
SCALP_CHECKED scalp_status scalp_codec_images_open(unsigned threads, scalp_error *error);
void scalp_codec_images_close(void);

/* Size after orientation, and focal length, from the header alone. `name` is for messages.
 * Errors as for reading. */
SCALP_CHECKED scalp_status scalp_codec_image_facts(scalp_bytes bytes, const char *name,
                                                   const scalp_work *work, scalp_photo_facts *facts,
                                                   scalp_error *error);
/* Decodes JPEG, PNG, HEIC, WebP or TIFF (told by content, never by name). Upright, 8 or 16 bits.
 * Samples without a profile or with a matrix profile are kept as they are, with the profile's own
 * curves; table profiles, CMYK, Lab, 32-bit and floating-point samples are turned into sRGB (the
 * latter four without their alpha). SCALP_ERR_INPUT (another format, cut off, damaged),
 * SCALP_ERR_LIMIT (pixels, side, profile), SCALP_ERR_MEMORY, SCALP_ERR_CANCELLED. */
SCALP_CHECKED scalp_status scalp_codec_image_read(scalp_bytes bytes, const char *name,
                                                  const scalp_work *work, scalp_image *image,
                                                  scalp_error *error);
/* From the ending of `path`: .jpg .jpeg .png .webp .tif .tiff .heic. SCALP_ERR_INPUT otherwise. */
SCALP_CHECKED scalp_status scalp_codec_image_format(const char *path, scalp_image_format *format,
                                                    scalp_error *error);
/* Encodes, with profile, EXIF (orientation 1; no GPS, thumbnail or maker's note), resolution, and
 * title, creator and rights from XMP kept; `note`, if not NULL, goes into the image description and
 * XMP as what the picture is. PNG and TIFF keep every sample; JPEG (quality 95, 4:4:4) and HEIC
 * and WebP lose alpha (JPEG: laid on white) or 16 bits, never an error. TIFF cannot carry EXIF.
 * Bytes in work->memory. SCALP_ERR_INPUT (sides too large for the format), SCALP_ERR_MEMORY,
 * SCALP_ERR_MACHINE, SCALP_ERR_CANCELLED. */
SCALP_CHECKED scalp_status scalp_codec_image_write(const scalp_image *image,
                                                   scalp_image_format format, const char *note,
                                                   const scalp_work *work, scalp_bytes *bytes,
                                                   scalp_error *error);

/* ---- Documents --------------------------------------------------------------------------- */

/* case.json. Unknown fields, duplicates, wrong types and values out of range are SCALP_ERR_INPUT
 * with the field's path, the value and the limits. */
SCALP_CHECKED scalp_status scalp_codec_case_read(scalp_bytes bytes, const char *name,
                                                 scalp_case *document, scalp_error *error);
/* Every field written out, stable order, numbers in their shortest form. */
SCALP_CHECKED scalp_status scalp_codec_case_write(const scalp_case *document,
                                                  const scalp_work *work, scalp_bytes *bytes,
                                                  scalp_error *error);

/* The JSON Schema (2020-12) of case.json, made from the tables of case.h; docs/case.schema.json. */
SCALP_CHECKED scalp_status scalp_codec_case_schema_write(const scalp_work *work, scalp_bytes *bytes,
                                                         scalp_error *error);

/* fit.json: head measures and one camera per photo; numbers rounded to 1e-6
 * (`scalp_codec_fit_round` rounds the fit itself first, so that a plan made from the file and one
 * made at once are alike). */
SCALP_CHECKED scalp_status scalp_codec_fit_round(const scalp_case *document, scalp_fit *fit,
                                                 const scalp_work *work, scalp_error *error);
SCALP_CHECKED scalp_status scalp_codec_fit_write(const scalp_case *document, const scalp_fit *fit,
                                                 const scalp_photo_facts *facts,
                                                 const scalp_work *work, scalp_bytes *bytes,
                                                 scalp_error *error);

/* plan.json: the case, the fit, the hashes of the photos, the sessions and every dot, as
 * docs/plan-format.md describes it. Write what was planned on a rounded fit. Reading gives the dots
 * bit for bit; totals come from scalp_plan_from_layout. SCALP_ERR_INPUT names file and place: what
 * case_read refuses, a camera that is none, a head that this program makes otherwise, a dot that
 * does not lie on it. SCALP_ERR_LIMIT, SCALP_ERR_MEMORY. */
typedef struct scalp_plan_file {
    scalp_case document;
    scalp_fit fit; /* head made anew from measures and form, or the scan's */
    scalp_photo_facts facts[SCALP_CASE_MAX_PHOTOS];
    scalp_layout layout;
    scalp_placed placed; /* what it was planned around; of hairs only their number is kept, for
                            they are not drawn: `follicles` is NULL */
} scalp_plan_file;

SCALP_CHECKED scalp_status scalp_codec_plan_write(const scalp_case *document, const scalp_fit *fit,
                                                  const scalp_photo_facts *facts,
                                                  const scalp_plan *plan, const scalp_work *work,
                                                  scalp_bytes *bytes, scalp_error *error);
/* `scan`: the head drawn onto the client's scan, for a plan that was made on one; else NULL. */
SCALP_CHECKED scalp_status scalp_codec_plan_read(scalp_bytes bytes, const char *name,
                                                 const scalp_head *scan, const scalp_work *work,
                                                 scalp_plan_file *file, scalp_error *error);

/* dots.csv: id,x_mm,y_mm,z_mm,nx,ny,nz,zone,session,diameter_mm,pigment_depth_mm */
SCALP_CHECKED scalp_status scalp_codec_dots_write(const scalp_plan *plan, const scalp_work *work,
                                                  scalp_bytes *bytes, scalp_error *error);
/* The hair strokes as CSV, a line for each point from root to tip: id of the stroke, number of the
 * point, position and normal, width of the deposit, zone, session, pigment depth.
 * SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_codec_stroke_paths_write(const scalp_plan *plan,
                                                          const scalp_work *work,
                                                          scalp_bytes *bytes, scalp_error *error);

/* The same of dots that were found on the head, and hairs as id,x,y,z,radius_mm. `assumed`, unless
 * NULL, come last under a line that says so: dots that nobody saw. SCALP_ERR_MEMORY. */
typedef struct scalp_dot_row {
    scalp_dot dot;
    double diameter_mm, depth_mm; /* of the deposit */
} scalp_dot_row;
SCALP_CHECKED scalp_status scalp_codec_dot_rows_write(const scalp_dot_row *rows, size_t count,
                                                      const scalp_dot_row *assumed,
                                                      size_t assumed_count, const scalp_work *work,
                                                      scalp_bytes *bytes, scalp_error *error);
SCALP_CHECKED scalp_status scalp_codec_site_rows_write(const scalp_site *sites, size_t count,
                                                       const scalp_work *work, scalp_bytes *bytes,
                                                       scalp_error *error);

/* A dot that was placed, or a hair that is there, as a file has it. */
typedef struct scalp_placed_row {
    double id;
    scalp_vec3 point, normal; /* mm; normal (0, 0, 0): not known */
    scalp_zone zone;          /* NONE: not known */
    unsigned session;         /* 0: not known */
    double radius_mm;         /* of a dot half its diameter */
    size_t line;              /* of the file */
} scalp_placed_row;

/* dots.csv as it is written, of a plan or as measured on the head: whole ids, each once; places
 * within 1 m of the origin; normals of length 1 within 5 %; a known zone; a session from 1 to
 * SCALP_LAYOUT_MAX_SESSIONS; diameter and depth above 0, at most 4 and 3 mm. SCALP_ERR_INPUT names
 * the line; SCALP_ERR_LIMIT: more than SCALP_LAYOUT_MAX_DOTS. Empty lines and lines that start with
 * # are passed over. */
SCALP_CHECKED scalp_status scalp_codec_dots_read(scalp_bytes bytes, const char *name,
                                                 const scalp_work *work,
                                                 const scalp_placed_row **rows, size_t *count,
                                                 scalp_error *error);
/* strokes.csv as it is written: a row for each point, whose radius is half the stroke's width
 * there; points of a stroke, 2 to SCALP_STROKE_MAX_POINTS, follow each other, at most 5 mm apart,
 * with numbers from 1, the same id, zone and session; widths to 1.27 mm; the rest as of dots. */
SCALP_CHECKED scalp_status scalp_codec_placed_strokes_read(scalp_bytes bytes, const char *name,
                                                           const scalp_work *work,
                                                           const scalp_placed_row **rows,
                                                           size_t *count, scalp_error *error);
/* Whether the file has the first line of strokes.csv. */
bool scalp_codec_is_strokes(scalp_bytes bytes);
/* Hairs: the same, or id,x,y,z,radius_mm with radii from 0 to SCALP_SITE_MAX_RADIUS_MM. */
SCALP_CHECKED scalp_status scalp_codec_sites_read(scalp_bytes bytes, const char *name,
                                                  const scalp_work *work,
                                                  const scalp_placed_row **rows, size_t *count,
                                                  scalp_error *error);

/* Dots found in a photo: id,x_px,y_px,diam_px,diam_mm,darkness,confidence,kind,x_mm,y_mm,
 * centre_sd_px,diameter_sd_mm,darkness_sd,density_red,density_green,density_blue,px_per_mm (the
 * last is the photo's). Without a scale the columns in mm are empty, diam_mm also where the tilt is
 * not known, so that the scale at the dot is not either. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_codec_found_write(const scalp_found *dots, size_t count,
                                                   const scalp_flat *flat, const scalp_work *work,
                                                   scalp_bytes *bytes, scalp_error *error);

/* A plan that lies in a plane, to compare found dots with: a CSV whose first line names columns,
 * x_mm and y_mm among them (id, zone, session, seen_diameter_mm and darkness are read too; z_mm
 * must be the same within .5), or a JSON object with plan_mm, a list of pairs, numbered from 0.
 * SCALP_ERR_INPUT with the line, SCALP_ERR_LIMIT (SCALP_PAIR_MAX), SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_codec_planned_read(scalp_bytes bytes, const char *name,
                                                    const scalp_work *work,
                                                    const scalp_planned **planned, size_t *count,
                                                    scalp_error *error);
/* Every planned dot and every one that was not: state,plan_id,id,zone,x_mm,y_mm,off_x_mm,off_y_mm,
 * displaced_mm,doubt. `id` is that of scalp_codec_found_write. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_codec_paired_write(const scalp_plan_compared *compared,
                                                    const scalp_planned *planned,
                                                    const scalp_work *work, scalp_bytes *bytes,
                                                    scalp_error *error);
/* The same on the head: state,plan_id,id,zone,session,x_mm,y_mm,z_mm,displaced_mm,doubt.
 * `plan_ids`: of each planned dot, 0: none. `id` counts the found ones, as a file of them does.
 * SCALP_ERR_MEMORY.
 */
SCALP_CHECKED scalp_status scalp_codec_worked_write(const scalp_worked *worked,
                                                    const uint32_t *plan_ids,
                                                    const scalp_work *work, scalp_bytes *bytes,
                                                    scalp_error *error);
/* Every earlier dot and every new one: state,before_id,id,x_mm,y_mm,darkness_ratio,
 * darkness_ratio_sd,diameter_ratio,diameter_ratio_sd,doubt. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_codec_kept_write(const scalp_before_compared *compared,
                                                  const scalp_work *work, scalp_bytes *bytes,
                                                  scalp_error *error);

/* The head's map (scalp_onto_map) with its words, and the bare spots as numbered rings, `worked`
 * unless NULL. SCALP_ERR_MEMORY, SCALP_ERR_CANCELLED. */
SCALP_CHECKED scalp_status scalp_codec_onto_map(const scalp_head *head, const scalp_design *design,
                                                const scalp_onto *onto, const scalp_worked *worked,
                                                const scalp_work *work, scalp_image *image,
                                                scalp_error *error);

/* ---- Meshes ------------------------------------------------------------------------------ */

typedef enum scalp_mesh_format {
    SCALP_MESH_OBJ,
    SCALP_MESH_PLY, /* written as binary, little endian */
    SCALP_MESH_STL, /* written as binary */
    SCALP_MESH_GLB,
} scalp_mesh_format;

typedef struct scalp_mesh_file {
    scalp_mesh mesh; /* in the file's own unit and frame; GLB: metres */
    scalp_mesh_look look;
    scalp_mesh_format format; /* what it is, whatever its name says */
    bool says_mm;             /* it was written by this program, in mm */
    const char *left_out;     /* what was not read although it is there, as a sentence; or NULL */
} scalp_mesh_file;

/* A mesh in any of the formats, told by content. Polygons become fans about their first corner.
 * OBJ: v (with colours) and f. PLY: text and binary, both byte orders; unknown elements and
 * properties are passed over. STL: text and binary, welded where corners are the same. GLB:
 * glTF 2.0 with one buffer, transforms of nodes applied, triangles, strips and fans, vertex
 * colours, one texture. SCALP_ERR_INPUT names the file and, in text, the line: another format, cut
 * off, numbers that are none or not finite, corners that are not there, no faces, sparse accessors,
 * compression. SCALP_ERR_LIMIT, SCALP_ERR_MEMORY, SCALP_ERR_CANCELLED. */
SCALP_CHECKED scalp_status scalp_codec_mesh_read(scalp_bytes bytes, const char *name,
                                                 const scalp_work *work, scalp_mesh_file *file,
                                                 scalp_error *error);
/* From the ending of `path`: .obj .ply .stl .glb. SCALP_ERR_INPUT otherwise. */
SCALP_CHECKED scalp_status scalp_codec_mesh_format(const char *path, scalp_mesh_format *format,
                                                   scalp_error *error);
/* The mesh in millimetres; reading it again gives the same numbers, but for GLB, whose unit is the
 * metre in single precision, and STL, which is single precision. GLB keeps colours and texture, PLY
 * and OBJ the colours. `look` may be NULL. SCALP_ERR_INPUT (a coordinate too large for single
 * precision), SCALP_ERR_MEMORY, SCALP_ERR_CANCELLED. */
SCALP_CHECKED scalp_status scalp_codec_mesh_write(const scalp_mesh *mesh,
                                                  const scalp_mesh_look *look,
                                                  scalp_mesh_format format, const scalp_work *work,
                                                  scalp_bytes *bytes, scalp_error *error);
/* The same as PLY in text. */
SCALP_CHECKED scalp_status scalp_codec_ply_write_text(const scalp_mesh *mesh,
                                                      const scalp_mesh_look *look,
                                                      const scalp_work *work, scalp_bytes *bytes,
                                                      scalp_error *error);
/* Colours of vertices from a texture, for formats and surfaces that cannot carry it. Without a
 * texture `to` is `look`. As scalp_codec_image_read. */
SCALP_CHECKED scalp_status scalp_codec_look_bake(const scalp_mesh *mesh,
                                                 const scalp_mesh_look *look, const char *name,
                                                 const scalp_work *work, scalp_mesh_look *to,
                                                 scalp_error *error);
/* Landmarks on a scan: a JSON object of names and places [x, y, z] in the scan's own unit and
 * frame. Unknown names and fewer than four places on the head are SCALP_ERR_INPUT. */
SCALP_CHECKED scalp_status scalp_codec_landmarks_read(scalp_bytes bytes, const char *name,
                                                      scalp_head_marks *marks, scalp_error *error);

/* Wavefront OBJ: v and f (n-gons as fans, negative indices); other statements are passed over.
 * SCALP_ERR_INPUT names the line. */
SCALP_CHECKED scalp_status scalp_codec_obj_read(scalp_bytes bytes, const char *name,
                                                const scalp_work *work, scalp_mesh *mesh,
                                                scalp_error *error);
/* scalp_codec_mesh_write as GLB without colours. */
SCALP_CHECKED scalp_status scalp_codec_glb_write(const scalp_mesh *mesh, const scalp_work *work,
                                                 scalp_bytes *bytes, scalp_error *error);
/* One number per line, `count` of them: a density per vertex. */
SCALP_CHECKED scalp_status scalp_codec_field_read(scalp_bytes bytes, const char *name, size_t count,
                                                  const scalp_work *work, const double **field,
                                                  scalp_error *error);

/* ---- A studio's pigments ----------------------------------------------------------------- */

#define SCALP_CODEC_MAX_PIGMENTS 200
#define SCALP_CODEC_MAX_PIGMENTS_BYTES (1u << 20)

/* What was measured of one: a film on white paper. */
typedef struct scalp_pigment_swatch_row {
    const char *id;
    scalp_lab lab;
    double dilution, thickness_mm;
} scalp_pigment_swatch_row;

/* Whether it may name a pigment: letters, digits, - and _. */
bool scalp_codec_pigment_id(const char *id);
/* CSV with the header id,L,a,b,dilution,thickness_mm; empty lines and lines that start with # are
 * passed over. Whether a swatch makes a pigment is asked of optics. SCALP_ERR_INPUT names the line,
 * SCALP_ERR_LIMIT: more than SCALP_CODEC_MAX_PIGMENTS. */
SCALP_CHECKED scalp_status scalp_codec_pigments_read(scalp_bytes bytes, const char *name,
                                                     const scalp_work *work,
                                                     const scalp_pigment_swatch_row **rows,
                                                     size_t *count, scalp_error *error);
SCALP_CHECKED scalp_status scalp_codec_pigments_write(const scalp_pigment_swatch_row *rows,
                                                      size_t count, const scalp_work *work,
                                                      scalp_bytes *bytes, scalp_error *error);
/* ---- The calibration card ------------------------------------------------------------------ */

typedef enum scalp_paper {
    SCALP_PAPER_A4,
    SCALP_PAPER_LETTER,
} scalp_paper;

/* The page to print: ruler, card, stickers, words; 1:1, fonts embedded. The same card gives the
 * same bytes. Errors of scalp_card_check, SCALP_ERR_MEMORY, SCALP_ERR_MACHINE. */
SCALP_CHECKED scalp_status scalp_codec_card_pdf_write(const scalp_card *card, scalp_paper paper,
                                                      const scalp_work *work, scalp_bytes *bytes,
                                                      scalp_error *error);
/* A PDF that cairo wrote, with viewers told to print it at actual size (ISO 32000-1, 12.2:
 * PrintScaling none) by an update at its end. SCALP_ERR_MEMORY, SCALP_ERR_MACHINE. */
SCALP_CHECKED scalp_status scalp_codec_pdf_actual_size(scalp_bytes drawn, const scalp_work *work,
                                                       scalp_bytes *bytes, scalp_error *error);
/* card.json: {"scalptor_card": 1, "print_id": .., "nominal_mm": 100, "measured_mm": ..}. */
SCALP_CHECKED scalp_status scalp_codec_card_write(const scalp_card *card, const scalp_work *work,
                                                  scalp_bytes *bytes, scalp_error *error);
/* SCALP_ERR_INPUT names the file and the member; a card that nobody measured is none. */
SCALP_CHECKED scalp_status scalp_codec_card_read(scalp_bytes bytes, const char *name,
                                                 scalp_card *card, scalp_error *error);

/* ---- Places in a photo, as typed ------------------------------------------------------------ */

/* `least` to `most` finite numbers with commas between them. SCALP_ERR_INPUT; `name` is for its
 * message. */
SCALP_CHECKED scalp_status scalp_codec_numbers_read(const char *text, const char *name,
                                                    size_t least, size_t most, double *numbers,
                                                    size_t *count, scalp_error *error);
/* x,y,radius: a circle; x,y,x,y,x,y...: a polygon. SCALP_ERR_INPUT. */
SCALP_CHECKED scalp_status scalp_codec_area_read(const char *text, const char *name,
                                                 scalp_area *area, scalp_error *error);

/* ---- Evenness as a picture ------------------------------------------------------------------ */

/* How evenly the dots lie, to show a client: the density map by lightness, contours a quarter fewer
 * and a quarter more, every dot, the faults by symbol and in words, what was not judged hatched and
 * named, a legend, a scale bar. Reads without colours. 1250 to 1630 pixels wide, 8-bit sRGB, in
 * work->memory. `name`: of the photo. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_codec_evenness_map(const scalp_evenness *evenness,
                                                    const scalp_found *found, size_t count,
                                                    const char *name, const scalp_work *work,
                                                    scalp_image *image, scalp_error *error);

/* ---- What was found, on the photo ----------------------------------------------------------- */

/* Whether the pixel is dark in the hatching of skin that was not judged for that reason. */
int scalp_codec_found_hatch(scalp_unseen why, int x, int y);
/* Whether a find counts and is a dot beyond much doubt: its ring is thick. */
bool scalp_codec_found_sure(const scalp_finds *finds, const scalp_found *found);
/* What rings and hatching mean, in words, 560 px wide, 8-bit sRGB, in work->memory.
 * SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_codec_found_legend(const scalp_finds *finds,
                                                    const scalp_work *work, scalp_image *legend,
                                                    scalp_error *error);

/* ---- Layers ------------------------------------------------------------------------------ */

/* CSV with the header n,mua_per_mm,mus_per_mm,g,thickness_mm; `inf` is a thickness. Empty lines and
 * lines that start with # are passed over. Whether the numbers make a stack is asked of optics.
 * SCALP_ERR_INPUT names the line, SCALP_ERR_LIMIT: more than SCALP_OPTICS_MAX_LAYERS. */
SCALP_CHECKED scalp_status scalp_codec_layers_read(scalp_bytes bytes, const char *name,
                                                   const scalp_work *work,
                                                   const scalp_layer **layers, size_t *count,
                                                   scalp_error *error);

/* ---- Test dots --------------------------------------------------------------------------- */

#define SCALP_CODEC_MAX_PANEL_BYTES (1u << 20)
#define SCALP_CODEC_MAX_FOUND_BYTES (64u << 20)
#define SCALP_CODEC_MAX_FOUND 200000
#define SCALP_CODEC_PANEL_ID 24

typedef struct scalp_panel_photo {
    char file[SCALP_CASE_PATH]; /* the dots found in it, as CSV, or the photo; "": typed */
    bool is_picture;            /* it is the photo itself */
    double px_per_mm;           /* of the photo; 0: by a card or sticker in it */
    bool not_judged[SCALP_PANEL_MAX_DOTS]; /* places it does not show */
    scalp_panel_reading typed[SCALP_PANEL_MAX_DOTS];
    size_t typed_count;
} scalp_panel_photo;

/* panel.json: how the test dots were made, and what photos show of them. */
typedef struct scalp_panel_file {
    double ita_deg;
    scalp_wear wear;
    size_t setting_count;
    scalp_panel_setting settings[SCALP_PANEL_MAX_SETTINGS];
    char needles[SCALP_PANEL_MAX_SETTINGS][SCALP_NEEDLE_NAME];
    size_t dot_count;
    char ids[SCALP_PANEL_MAX_DOTS][SCALP_CODEC_PANEL_ID];
    unsigned setting_of[SCALP_PANEL_MAX_DOTS];
    bool placed;                         /* `mm` is known */
    scalp_vec2 mm[SCALP_PANEL_MAX_DOTS]; /* x to the right, y down, as photographed */
    size_t photo_count;
    double days[SCALP_PANEL_MAX_PHOTOS];
    scalp_panel_photo photos[SCALP_PANEL_MAX_PHOTOS];
} scalp_panel_file;

/* Described in scalptor-panel(1). SCALP_ERR_INPUT names the file and the member. */
SCALP_CHECKED scalp_status scalp_codec_panel_read(scalp_bytes bytes, const char *name,
                                                  scalp_panel_file *panel, scalp_error *error);
/* Dots found in a photo, by the columns' names: x_px and y_px, or x_mm and y_mm; darkness;
 * diam_mm or diameter_mm; and, where they are, kind, confidence, darkness_sd, diameter_sd_mm,
 * density_red, density_green, density_blue; others are passed over, an empty cell is none. Shaved
 * hairs are left out; the surest first. `has_mm`: the places are millimetres. SCALP_ERR_INPUT names
 * the line, SCALP_ERR_LIMIT, SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_codec_panel_found_read(scalp_bytes bytes, const char *name,
                                                        const scalp_work *work,
                                                        const scalp_found **found, size_t *count,
                                                        bool *has_mm, scalp_error *error);
/* The same in the file's order, shaved hairs among them. */
SCALP_CHECKED scalp_status scalp_codec_found_read(scalp_bytes bytes, const char *name,
                                                  const scalp_work *work, const scalp_found **found,
                                                  size_t *count, bool *has_mm, scalp_error *error);
/* Of the report of an inspection: the file of its dots, as the report names it, and what of the
 * photo was judged. SCALP_ERR_INPUT names the member, SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_codec_inspected_read(scalp_bytes bytes, const char *name,
                                                      const scalp_work *work, scalp_window *window,
                                                      char file[SCALP_CASE_PATH],
                                                      scalp_error *error);
/* Dots found in one photo, the surest first. */
typedef struct scalp_panel_found {
    const scalp_found *dots;
    size_t count;
    bool has_mm;
    const scalp_window *window; /* what was judged of it; NULL: all */
} scalp_panel_found;

/* The readings of photo `k`: typed ones, or of `found` where it names a file (NULL: none). Dots are
 * told by their constellation; without places, by their order when as many were found. `readings`
 * holds SCALP_PANEL_MAX_DOTS. SCALP_ERR_NO, SCALP_ERR_INPUT name the file. */
SCALP_CHECKED scalp_status scalp_codec_panel_readings(const scalp_panel_file *panel, size_t k,
                                                      const scalp_panel_found *found,
                                                      scalp_panel_reading *readings, size_t *count,
                                                      scalp_error *error);

/* What a panel said of a client, for plan, match and forecast. */
typedef struct scalp_panel_known {
    scalp_traits traits;
    scalp_panel_band kept;
} scalp_panel_known;

/* fitted.json: the above, and for people the bands by which it is read. */
SCALP_CHECKED scalp_status scalp_codec_panel_fit_write(const scalp_panel_file *file,
                                                       const scalp_panel *panel,
                                                       const scalp_work *work, scalp_bytes *bytes,
                                                       scalp_error *error);
/* SCALP_ERR_INPUT names the file and the member. */
SCALP_CHECKED scalp_status scalp_codec_panel_fit_read(scalp_bytes bytes, const char *name,
                                                      scalp_panel_known *known, scalp_error *error);

/* ---- Measurements ------------------------------------------------------------------------ */

#define SCALP_CODEC_MAX_MEASURED_BYTES (1u << 20)
#define SCALP_CODEC_MOST_PCT 150.0

/* CSV with the header date,zone,retained_pct,low,high: a day YYYY-MM-DD, a zone's name or `all`,
 * visible density in percent of day 28, and the interval that holds it with 90 %; percents 0 to
 * 150. Empty lines and lines that start with # are passed over. SCALP_ERR_INPUT names the line;
 * SCALP_ERR_LIMIT: more than SCALP_FORECAST_MAX_MEASURED. */
SCALP_CHECKED scalp_status scalp_codec_measured_read(scalp_bytes bytes, const char *name,
                                                     const scalp_work *work,
                                                     const scalp_case_measured **measured,
                                                     size_t *count, scalp_error *error);

#ifdef __cplusplus
}
#endif
#endif
