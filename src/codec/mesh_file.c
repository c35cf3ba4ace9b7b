/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which format a mesh has, told by its first bytes, and the door to all of them. */
#include "mesh_out.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool begins(scalp_bytes bytes, const char *with) {
    const size_t length = strlen(with);
    return bytes.size >= length && memcmp(bytes.data, with, length) == 0;
}

/* Formats that people have and that are not read: say so by name. */
static const struct {
    const char *first, *what;
} others[] = {
    {"PK\x03\x04", "a ZIP or USDZ archive"},
    {"Kaydara", "an FBX file"},
    {"{", "a JSON or glTF text file"},
    {"<", "an XML file (3MF, X3D or COLLADA)"},
    {"\x89PNG", "a PNG picture"},
    {"\xff\xd8", "a JPEG picture"},
    {"%PDF", "a PDF document"},
    {"PXR-USDC", "a USD file"},
    {"BLENDER", "a Blender file"},
};

static scalp_status check_text(scalp_bytes bytes, const char *name, scalp_error *error) {
    const char *const wanted = "export the scan as GLB, PLY, OBJ or STL";
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (begins(bytes, others[i].first))
            return scalp_mesh_fail(name, error, "is %s, which is not read; %s.", others[i].what,
                                   wanted);
    }
    if (memchr(bytes.data, 0, bytes.size < 4096 ? bytes.size : 4096))
        return scalp_mesh_fail(name, error, "is no mesh in a format that is read, or cut off; %s.",
                               wanted);
    return SCALP_OK;
}

/* Our own PLY, OBJ and STL say so at their beginning. */
static bool says_mm(scalp_bytes bytes) {
    static const char ours[] = "Scalptor " SCALP_VERSION ", millimetres";
    const size_t length = sizeof ours - 1, most = bytes.size < 200 ? bytes.size : 200;
    for (size_t at = 0; at + length <= most; at++) {
        if (memcmp(bytes.data + at, ours, length) == 0)
            return true;
    }
    return false;
}

scalp_status scalp_codec_mesh_read(scalp_bytes bytes, const char *name, const scalp_work *work,
                                   scalp_mesh_file *file, scalp_error *error) {
    *file = (scalp_mesh_file){.format = SCALP_MESH_OBJ, .says_mm = says_mm(bytes)};
    SCALP_TRY(scalp_work_report(work, "mesh", 0, error));
    if (begins(bytes, "glTF")) {
        file->format = SCALP_MESH_GLB;
        return scalp_glb_read(bytes, name, work, file, error);
    }
    if (begins(bytes, "ply\n") || begins(bytes, "ply\r")) {
        file->format = SCALP_MESH_PLY;
        return scalp_ply_read(bytes, name, work, file, error);
    }
    if (scalp_stl_is_binary(bytes) || begins(bytes, "solid")) {
        file->format = SCALP_MESH_STL;
        return scalp_stl_read(bytes, name, work, file, error);
    }
    SCALP_TRY(check_text(bytes, name, error));
    return scalp_obj_scan_read(bytes, name, work, file, error);
}

scalp_status scalp_codec_mesh_format(const char *path, scalp_mesh_format *format,
                                     scalp_error *error) {
    static const char *const endings[] = {".obj", ".ply", ".stl", ".glb"};
    const char *dot = strrchr(path, '.');
    for (int i = 0; dot && i < 4; i++) {
        if (strcasecmp(dot, endings[i]) == 0) {
            *format = (scalp_mesh_format)i;
            return SCALP_OK;
        }
    }
    return scalp_mesh_fail(path, error,
                           "the name of a mesh must end in .glb, .ply, .obj or .stl, which says "
                           "how it is written.");
}

scalp_status scalp_codec_mesh_write(const scalp_mesh *mesh, const scalp_mesh_look *look,
                                    scalp_mesh_format format, const scalp_work *work,
                                    scalp_bytes *bytes, scalp_error *error) {
    static const scalp_mesh_look plain;
    look = look ? look : &plain;
    SCALP_TRY(scalp_work_report(work, "write", 0, error));
    switch (format) {
    case SCALP_MESH_OBJ:
        return scalp_obj_write(mesh, look, work, bytes, error);
    case SCALP_MESH_PLY:
        return scalp_ply_write(mesh, look, false, work, bytes, error);
    case SCALP_MESH_STL:
        return scalp_stl_write(mesh, work, bytes, error);
    case SCALP_MESH_GLB:
        break;
    }
    return scalp_glb_write(mesh, look, work, bytes, error);
}

scalp_status scalp_codec_ply_write_text(const scalp_mesh *mesh, const scalp_mesh_look *look,
                                        const scalp_work *work, scalp_bytes *bytes,
                                        scalp_error *error) {
    static const scalp_mesh_look plain;
    return scalp_ply_write(mesh, look ? look : &plain, true, work, bytes, error);
}

scalp_status scalp_codec_glb_write(const scalp_mesh *mesh, const scalp_work *work,
                                   scalp_bytes *bytes, scalp_error *error) {
    return scalp_codec_mesh_write(mesh, NULL, SCALP_MESH_GLB, work, bytes, error);
}
