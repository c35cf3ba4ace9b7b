/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of a picture's colours.
 *
 * Grey and RGB samples of 8 and 16 bits without a profile, or with one that is a tone curve per
 * band and a matrix (phones and cameras), are kept as they are, and the curves come from the
 * profile: what nobody changes keeps its bytes. Everything else goes through lcms2 into sRGB once:
 * RGB profiles made of tables, CMYK, Lab, 32-bit and floating-point samples. The library's own
 * colour conversion is never used: its way between D50 and D65 is off by some per cent. */
#include "image_codec.h"

#include <math.h>
#include <string.h>

/* How lcms finds the colours of one pixel, and what it makes of them. */
typedef struct conversion {
    cmsHPROFILE from;
    cmsUInt32Number from_type, to_type;
} conversion;

static scalp_status cannot_convert(const char *name, scalp_error *error) {
    return scalp_fail(error, SCALP_ERR_INPUT,
                      "%s has a colour profile that cannot be used; save it again as sRGB.", name);
}

scalp_status scalp_picture_srgb_profile(const scalp_work *work, scalp_bytes *profile,
                                        scalp_error *error) {
    VipsBlob *blob;
    if (vips_profile_load("srgb", &blob, NULL) || !blob)
        return scalp_fail(error, SCALP_ERR_MACHINE,
                          "The image library has no sRGB profile; install libvips again.");
    size_t size;
    const void *data = vips_blob_get(blob, &size);
    const char *copy = scalp_arena_text(work->memory, data, size);
    vips_area_unref((VipsArea *)blob);
    if (!copy)
        return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory for a colour profile.");
    *profile = (scalp_bytes){(const uint8_t *)copy, size};
    return SCALP_OK;
}

/* The embedded profile if it is one for that kind of colour, otherwise NULL: a wrong or broken
 * profile counts as none. */
static cmsHPROFILE open_embedded(VipsImage *in, cmsColorSpaceSignature space, scalp_bytes *bytes) {
    const void *data;
    size_t size;
    *bytes = (scalp_bytes){NULL, 0};
    if (!vips_image_get_typeof(in, VIPS_META_ICC_NAME) ||
        vips_image_get_blob(in, VIPS_META_ICC_NAME, &data, &size) || size == 0)
        return NULL;
    cmsHPROFILE profile = cmsOpenProfileFromMem(data, (cmsUInt32Number)size);
    if (!profile)
        return NULL;
    const cmsProfileClassSignature kind = cmsGetDeviceClass(profile);
    if (cmsGetColorSpace(profile) != space || kind == cmsSigLinkClass ||
        kind == cmsSigNamedColorClass || kind == cmsSigAbstractClass) {
        cmsCloseProfile(profile);
        return NULL;
    }
    /* Some files pad it; PNG takes only the length the profile itself names. ICC.1 7.2.2. */
    const uint8_t *b = data;
    const size_t named = (size_t)b[0] << 24 | (size_t)b[1] << 16 | (size_t)b[2] << 8 | b[3];
    *bytes = (scalp_bytes){data, named < size ? named : size};
    return profile;
}

/* ---- Curves ------------------------------------------------------------------------------ */

/* False when the profile's curve does not lead from dark to light. */
static bool fill_curve(const cmsToneCurve *tone, float *linear, size_t count) {
    float highest = 0;
    for (size_t i = 0; i < count; i++) {
        const float value = cmsEvalToneCurveFloat(tone, (float)((double)i / (double)(count - 1)));
        if (value > highest)
            highest = value < 1 ? value : 1;
        linear[i] = highest;
    }
    return linear[count - 1] - linear[0] > 0.5f && linear[0] < 0.25f;
}

static scalp_status make_curves(cmsHPROFILE profile, const cmsTagSignature *tags, size_t tag_count,
                                const scalp_work *work, scalp_picture_colours *colours, bool *good,
                                scalp_error *error) {
    const size_t count = (size_t)1 << colours->bits;
    *good = true;
    for (size_t i = 0; i < tag_count && *good; i++) {
        const cmsToneCurve *tone = cmsReadTag(profile, tags[i]);
        void *items;
        SCALP_TRY(scalp_work_take(work, count, sizeof(float), &items, error));
        *good = tone && fill_curve(tone, items, count);
        colours->curve[i] = (scalp_image_curve){items, count};
    }
    if (tag_count == 1)
        colours->curve[1] = colours->curve[2] = colours->curve[0];
    return SCALP_OK;
}

static scalp_status use_srgb_curves(const scalp_work *work, scalp_picture_colours *colours,
                                    scalp_error *error) {
    SCALP_TRY(scalp_image_curve_make(colours->bits, work, &colours->curve[0], error));
    colours->curve[1] = colours->curve[2] = colours->curve[0];
    return SCALP_OK;
}

/* ---- Into sRGB --------------------------------------------------------------------------- */

static scalp_status convert_to_srgb(const conversion *how, const char *name, const scalp_work *work,
                                    scalp_picture_colours *colours, scalp_error *error) {
    cmsHPROFILE to = cmsCreate_sRGBProfile();
    colours->transform =
        to ? cmsCreateTransform(how->from, how->from_type, to, how->to_type, INTENT_PERCEPTUAL,
                                cmsFLAGS_COPY_ALPHA | cmsFLAGS_NOCACHE)
           : NULL;
    if (to)
        cmsCloseProfile(to);
    if (!colours->transform)
        return cannot_convert(name, error);
    SCALP_TRY(scalp_picture_srgb_profile(work, &colours->profile, error));
    return use_srgb_curves(work, colours, error);
}

/* A matrix profile; one with tables as well means its tables. */
static bool is_matrix(cmsHPROFILE profile) {
    return cmsIsMatrixShaper(profile) && !cmsIsTag(profile, cmsSigAToB0Tag) &&
           !cmsIsTag(profile, cmsSigAToB1Tag) && !cmsIsTag(profile, cmsSigDToB0Tag);
}

/* 8 or 16 bits, `bands` of 1 to 4, grey or RGB. */
static scalp_status keep_or_convert(cmsHPROFILE profile, scalp_bytes bytes, const char *name,
                                    const scalp_work *work, scalp_picture_colours *colours,
                                    scalp_error *error) {
    static const cmsTagSignature grey_tags[] = {cmsSigGrayTRCTag};
    static const cmsTagSignature rgb_tags[] = {cmsSigRedTRCTag, cmsSigGreenTRCTag,
                                               cmsSigBlueTRCTag};
    const bool grey = colours->bands < 3;
    bool good = false;
    if (!profile)
        return use_srgb_curves(work, colours, error);
    if (grey || is_matrix(profile))
        SCALP_TRY(make_curves(profile, grey ? grey_tags : rgb_tags, grey ? 1 : 3, work, colours,
                              &good, error));
    if (good) {
        if (!grey)
            colours->srgb_from_rgb = scalp_picture_primaries(profile);
        /* Decoding sets the metadata anew: what is to be kept must be copied before. */
        const char *copy = scalp_arena_text(work->memory, (const char *)bytes.data, bytes.size);
        colours->profile = (scalp_bytes){(const uint8_t *)copy, bytes.size};
        return copy ? SCALP_OK
                    : scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory for a colour profile.");
    }
    if (grey)
        return use_srgb_curves(work, colours, error);
    const cmsUInt32Number type = COLORSPACE_SH(PT_RGB) | CHANNELS_SH(3) |
                                 BYTES_SH((cmsUInt32Number)colours->bits / 8) |
                                 EXTRA_SH((cmsUInt32Number)colours->bands - 3);
    return convert_to_srgb(&(conversion){profile, type, type}, name, work, colours, error);
}

/* ---- The kinds of pictures --------------------------------------------------------------- */

static scalp_status plain_colours(scalp_picture *picture, const scalp_work *work,
                                  scalp_picture_colours *colours, scalp_error *error) {
    VipsImage *in = picture->in;
    colours->bands = vips_image_get_bands(in);
    colours->bits = vips_image_get_format(in) == VIPS_FORMAT_USHORT ? 16 : 8;
    int used = 16;
    if (picture->format == SCALP_FORMAT_HEIC && vips_image_get_typeof(in, "heif-bitdepth") &&
        !vips_image_get_int(in, "heif-bitdepth", &used) && used >= 8 && used <= 16)
        colours->used_bits = used;
    scalp_bytes bytes;
    cmsHPROFILE profile =
        open_embedded(in, colours->bands < 3 ? cmsSigGrayData : cmsSigRgbData, &bytes);
    const scalp_status status =
        keep_or_convert(profile, bytes, picture->name, work, colours, error);
    if (profile)
        cmsCloseProfile(profile);
    return status;
}

/* 255 is full ink. Without a profile: the library's own for coated paper. */
static scalp_status cmyk_colours(scalp_picture *picture, const scalp_work *work,
                                 scalp_picture_colours *colours, scalp_error *error) {
    VipsImage *in = picture->in;
    scalp_bytes bytes;
    VipsBlob *blob = NULL;
    cmsHPROFILE profile = open_embedded(in, cmsSigCmykData, &bytes);
    if (!profile && !vips_profile_load("cmyk", &blob, NULL) && blob) {
        size_t size;
        const void *data = vips_blob_get(blob, &size);
        profile = cmsOpenProfileFromMem(data, (cmsUInt32Number)size);
    }
    scalp_status status = cannot_convert(picture->name, error);
    if (profile) {
        colours->bands = 3;
        colours->bits = vips_image_get_format(in) == VIPS_FORMAT_USHORT ? 16 : 8;
        const cmsUInt32Number depth = BYTES_SH((cmsUInt32Number)colours->bits / 8);
        const cmsUInt32Number extra = EXTRA_SH((cmsUInt32Number)vips_image_get_bands(in) - 4);
        const conversion how = {profile, COLORSPACE_SH(PT_CMYK) | CHANNELS_SH(4) | depth | extra,
                                COLORSPACE_SH(PT_RGB) | CHANNELS_SH(3) | depth};
        status = convert_to_srgb(&how, picture->name, work, colours, error);
        cmsCloseProfile(profile);
    }
    if (blob)
        vips_area_unref((VipsArea *)blob);
    return status;
}

/* Takes over `next` as the picture's pixels. */
static scalp_status step(scalp_picture *picture, int failed, VipsImage **next, scalp_error *error) {
    if (failed)
        return scalp_picture_damaged(picture->name, error);
    g_object_unref(picture->in);
    picture->in = *next;
    return SCALP_OK;
}

/* TIFF's CIELAB is ICC's: D50. Only the packing is the library's affair. */
static scalp_status lab_colours(scalp_picture *picture, const scalp_work *work,
                                scalp_picture_colours *colours, scalp_error *error) {
    VipsImage *next = NULL;
    if (picture->in->Coding == VIPS_CODING_LABQ)
        SCALP_TRY(step(picture, vips_LabQ2Lab(picture->in, &next, NULL), &next, error));
    else if (vips_image_get_interpretation(picture->in) == VIPS_INTERPRETATION_LABS)
        SCALP_TRY(step(picture, vips_LabS2Lab(picture->in, &next, NULL), &next, error));
    else
        SCALP_TRY(step(picture, vips_cast_float(picture->in, &next, NULL), &next, error));
    colours->bands = 3;
    colours->bits = 16;
    colours->floats = true;
    colours->scale = 1;
    colours->low = -128;
    colours->high = 128;
    cmsHPROFILE profile = cmsCreateLab4Profile(NULL);
    if (!profile)
        return cannot_convert(picture->name, error);
    const cmsUInt32Number extra = EXTRA_SH((cmsUInt32Number)vips_image_get_bands(picture->in) - 3);
    const scalp_status status =
        convert_to_srgb(&(conversion){profile, TYPE_Lab_FLT | extra, TYPE_RGB_16}, picture->name,
                        work, colours, error);
    cmsCloseProfile(profile);
    return status;
}

/* Grey or RGB in sRGB's primaries with linear light: what floating-point pictures without a
 * profile hold. */
static cmsHPROFILE linear_profile(bool grey) {
    static const cmsCIExyY d65 = {0.3127, 0.3290, 1};
    static const cmsCIExyYTRIPLE primaries = {
        {0.6400, 0.3300, 1}, {0.3000, 0.6000, 1}, {0.1500, 0.0600, 1}};
    cmsToneCurve *line = cmsBuildGamma(NULL, 1);
    if (!line)
        return NULL;
    cmsToneCurve *const lines[3] = {line, line, line};
    cmsHPROFILE profile =
        grey ? cmsCreateGrayProfile(&d65, line) : cmsCreateRGBProfile(&d65, &primaries, lines);
    cmsFreeToneCurve(line);
    return profile;
}

/* 32-bit whole numbers are encoded like 16-bit ones; floating-point numbers are linear light when
 * no profile says otherwise. */
static scalp_status deep_colours(scalp_picture *picture, const scalp_work *work,
                                 scalp_picture_colours *colours, scalp_error *error) {
    const bool whole = vips_image_get_format(picture->in) == VIPS_FORMAT_UINT;
    const bool grey = vips_image_get_bands(picture->in) < 3;
    scalp_bytes bytes;
    cmsHPROFILE profile = open_embedded(picture->in, grey ? cmsSigGrayData : cmsSigRgbData, &bytes);
    if (!profile)
        profile = whole && !grey ? cmsCreate_sRGBProfile() : linear_profile(grey);
    if (!profile)
        return cannot_convert(picture->name, error);
    VipsImage *next = NULL;
    scalp_status status = step(picture, vips_cast_float(picture->in, &next, NULL), &next, error);
    if (status == SCALP_OK) {
        const cmsUInt32Number colour_bands = grey ? 1 : 3;
        const cmsUInt32Number extra =
            EXTRA_SH((cmsUInt32Number)vips_image_get_bands(picture->in) - colour_bands);
        colours->bands = 3;
        colours->bits = 16;
        colours->floats = true;
        colours->scale = whole ? 1.0f / 4294967296.0f : 1.0f;
        colours->high = 1;
        const conversion how = {profile, (grey ? TYPE_GRAY_FLT : TYPE_RGB_FLT) | extra,
                                TYPE_RGB_16};
        status = convert_to_srgb(&how, picture->name, work, colours, error);
    }
    cmsCloseProfile(profile);
    return status;
}

static bool is_lab(VipsImage *in) {
    const VipsInterpretation kind = vips_image_get_interpretation(in);
    return in->Coding == VIPS_CODING_LABQ || kind == VIPS_INTERPRETATION_LAB ||
           kind == VIPS_INTERPRETATION_LABS || kind == VIPS_INTERPRETATION_LABQ;
}

static scalp_status check_profile_size(const scalp_picture *picture, scalp_error *error) {
    const void *data;
    size_t size = 0;
    if (vips_image_get_typeof(picture->in, VIPS_META_ICC_NAME) &&
        !vips_image_get_blob(picture->in, VIPS_META_ICC_NAME, &data, &size) &&
        size > SCALP_PICTURE_MAX_PROFILE_BYTES)
        return scalp_fail(error, SCALP_ERR_LIMIT,
                          "%s has a colour profile of %zu bytes, more than the %u that are read; "
                          "save it again as sRGB.",
                          picture->name, size, SCALP_PICTURE_MAX_PROFILE_BYTES);
    return SCALP_OK;
}

scalp_status scalp_picture_colours_open(scalp_picture *picture, const scalp_work *work,
                                        scalp_picture_colours *colours, scalp_error *error) {
    *colours = (scalp_picture_colours){.used_bits = 16};
    VipsImage *in = picture->in;
    const VipsBandFormat format = vips_image_get_format(in);
    const int bands = vips_image_get_bands(in);
    const bool samples = format == VIPS_FORMAT_UCHAR || format == VIPS_FORMAT_USHORT;
    const VipsInterpretation kind = vips_image_get_interpretation(in);
    SCALP_TRY(check_profile_size(picture, error));
    if (is_lab(in) && (bands == 3 || bands == 4))
        return lab_colours(picture, work, colours, error);
    if (kind == VIPS_INTERPRETATION_CMYK && samples && (bands == 4 || bands == 5))
        return cmyk_colours(picture, work, colours, error);
    if (in->Coding == VIPS_CODING_NONE && kind != VIPS_INTERPRETATION_XYZ && bands <= 4) {
        if (samples)
            return plain_colours(picture, work, colours, error);
        if (format == VIPS_FORMAT_UINT || format == VIPS_FORMAT_FLOAT ||
            format == VIPS_FORMAT_DOUBLE)
            return deep_colours(picture, work, colours, error);
    }
    return scalp_fail(error, SCALP_ERR_INPUT,
                      "%s holds %d bands of a kind that is no photo; save it as 8-bit sRGB.",
                      picture->name, bands);
}

void scalp_picture_colours_close(scalp_picture_colours *colours) {
    if (colours->transform)
        cmsDeleteTransform(colours->transform);
    colours->transform = NULL;
}
