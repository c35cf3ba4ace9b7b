/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The solver for NODES directions; included once for each number of them.
 *
 * The state of the light at a depth is s = f(down) + f(up) and d = f(down) - f(up): a network with
 * voltages s and currents d. What lies below a depth is an admittance, d = Y s, symmetric and
 * positive. A homogeneous layer is known by its admittances A for light alike from both sides and
 * B for opposite light (for one direction without scattering: tanh and coth of half its optical
 * path).
 * Two equal layers on one another have A' = 2 (A^-1 + B^-1)^-1 and B' = (A + B) / 2: doubling. A
 * layer on Y, with K = (B - A)/2 and Q = Y + A: Y' = A + (Q^-1 + K^-1)^-1: adding. A surface of
 * reflectance r is an impedance 2r / (1 - r) in series. All three need one operation, the parallel
 * admittance (q^-1 + k^-1)^-1 = q - q (q + k)^-1 q by Cholesky's factors, a quarter of the work of
 * the customary matrices of reflection and transmission; those are (1 - Y)(1 + Y)^-1 of this. */
#define JOIN_(name, number) name##_##number
#define JOIN(name, number) JOIN_(name, number)
#define NAME(name) JOIN(name, NODES)

typedef double NAME(matrix)[NODES][NODES][adding_lanes];
typedef double NAME(vector)[NODES][adding_lanes];

/* What the way down needs of each layer on the way back. */
typedef struct NAME(level) {
    NAME(matrix) factor, k, step_factor;
    NAME(vector) inverse, step_inverse;
    NAME(vector) flux; /* Y g at the layer's top: net flux is this times s */
    NAME(matrix) y;    /* Y there, if the light itself is wanted */
} NAME(level);

typedef struct NAME(scratch) {
    NAME(matrix) a, b, y, sum, half;
    NAME(level) levels[];
} NAME(scratch);

/* sum = F F', F lower; `inverse` is that of F's diagonal. Works on `sum` in place; what is above
 * the diagonal is left undefined. */
static void NAME(factor)(NAME(matrix) sum, NAME(vector) inverse) {
    for (int j = 0; j < NODES; j++) {
        for (int i = j / 4 * 4; i < NODES; i += 4) {
            double dot[4][adding_lanes];
            memcpy(dot[0], sum[i][j], sizeof dot[0]);
            memcpy(dot[1], sum[i + 1][j], sizeof dot[0]);
            memcpy(dot[2], sum[i + 2][j], sizeof dot[0]);
            memcpy(dot[3], sum[i + 3][j], sizeof dot[0]);
            for (int k = 0; k < j; k++) {
                for (int r = 0; r < 4; r++) {
                    for (int l = 0; l < adding_lanes; l++)
                        dot[r][l] -= sum[j][k][l] * sum[i + r][k][l];
                }
            }
            for (int r = 0; r < 4; r++) {
                if (i + r < j)
                    continue;
                if (i + r == j) {
                    for (int l = 0; l < adding_lanes; l++)
                        inverse[j][l] = 1 / sqrt(dot[r][l]);
                }
                for (int l = 0; l < adding_lanes; l++)
                    sum[i + r][j][l] = dot[r][l] * inverse[j][l];
            }
        }
    }
}

/* half = F^-1 q. */
static void NAME(forward)(NAME(matrix) f, NAME(vector) inverse, NAME(matrix) q, NAME(matrix) half) {
    for (int i = 0; i < NODES; i++) {
        for (int j = 0; j < NODES; j += 4) {
            double row[4][adding_lanes];
            memcpy(row, q[i][j], sizeof row);
            for (int k = 0; k < i; k++) {
                for (int c = 0; c < 4; c++) {
                    for (int l = 0; l < adding_lanes; l++)
                        row[c][l] -= f[i][k][l] * half[k][j + c][l];
                }
            }
            for (int c = 0; c < 4; c++) {
                for (int l = 0; l < adding_lanes; l++)
                    half[i][j + c][l] = row[c][l] * inverse[i][l];
            }
        }
    }
}

/* q = scale (q - half' half), symmetric. */
static void NAME(reduce)(NAME(matrix) half, double scale, NAME(matrix) q) {
    for (int i = 0; i < NODES; i++) {
        for (int j = i / 4 * 4; j < NODES; j += 4) {
            double row[4][adding_lanes];
            memcpy(row, q[i][j], sizeof row);
            for (int k = 0; k < NODES; k++) {
                for (int c = 0; c < 4; c++) {
                    for (int l = 0; l < adding_lanes; l++)
                        row[c][l] -= half[k][i][l] * half[k][j + c][l];
                }
            }
            for (int c = 0; c < 4; c++) {
                if (j + c < i)
                    continue;
                for (int l = 0; l < adding_lanes; l++)
                    q[i][j + c][l] = q[j + c][i][l] = scale * row[c][l];
            }
        }
    }
}

/* q = scale (q^-1 + k^-1)^-1; comes with sum = q + k, leaves it as its factor. */
static void NAME(parallel)(NAME(scratch) * s, NAME(matrix) sum, NAME(vector) inverse, double scale,
                           NAME(matrix) q) {
    NAME(factor)(sum, inverse);
    NAME(forward)(sum, inverse, q, s->half);
    NAME(reduce)(s->half, scale, q);
}

/* v = (F F')^-1 v. */
static void NAME(solve_vector)(NAME(matrix) f, NAME(vector) inverse, NAME(vector) v) {
    for (int i = 0; i < NODES; i++) {
        for (int k = 0; k < i; k++) {
            for (int l = 0; l < adding_lanes; l++)
                v[i][l] -= f[i][k][l] * v[k][l];
        }
        for (int l = 0; l < adding_lanes; l++)
            v[i][l] *= inverse[i][l];
    }
    for (int i = NODES - 1; i >= 0; i--) {
        for (int l = 0; l < adding_lanes; l++)
            v[i][l] *= inverse[i][l];
        for (int k = 0; k < i; k++) {
            for (int l = 0; l < adding_lanes; l++)
                v[k][l] -= f[i][k][l] * v[i][l];
        }
    }
}

/* The thinnest layer's step in mm, and what is left of scattering by each order (delta-M). */
typedef struct NAME(start) {
    double extinction[adding_lanes], step[adding_lanes];
    double even[adding_max_orders][adding_lanes], odd[adding_max_orders][adding_lanes];
} NAME(start);

static void NAME(start_make)(const adding_layer *layer, int doublings, NAME(start) * s) {
    const adding_medium *medium = layer->medium;
    const double thinnest_mu = medium->mu[medium->active - 1];
    for (int l = 0; l < adding_lanes; l++) {
        const double g = layer->g[l], mus = layer->mus[l], mua = layer->mua[l];
        double straight = 1, power = 1, parts = 2;
        for (int i = 0; i < medium->orders; i++)
            straight *= g;
        if (g < 0)
            straight = 0;
        const double extinction = fmax(mua + mus * (1 - straight), 1e-13 / layer->thickness[l]);
        s->extinction[l] = extinction;
        for (int i = 0; i < medium->orders; i++, power *= g)
            (i % 2 ? s->odd : s->even)[i / 2][l] = mus * (power - straight) / extinction;
        for (int i = 0; i < doublings; i++)
            parts *= 2;
        s->step[l] = layer->thickness[l] / parts;
        if (layer->endless) {
            const double slowest = sqrt(3 * mua * (mua + mus * (1 - g)));
            const double fastest = extinction / thinnest_mu;
            s->step[l] = 1 / sqrt(fastest * fmax(slowest, 1e-3 * fastest));
        }
    }
}

/* a = step C, b = (step D)^-1 of the equations d' = -C s, s' = -D d: with the orders orthonormal,
 * D's inverse is known. Directions that the medium has not are cut off by its faces. */
static void NAME(thin)(const adding_medium *medium, const NAME(start) * s, NAME(matrix) a,
                       NAME(matrix) b) {
    const int evens = (medium->orders + 1) / 2, odds = medium->orders / 2;
    double tau[adding_lanes], gain[adding_max_orders][adding_lanes];
    for (int l = 0; l < adding_lanes; l++) {
        tau[l] = s->extinction[l] * s->step[l];
        for (int o = 0; o < odds; o++)
            gain[o][l] = s->odd[o][l] / (1 - s->odd[o][l]);
    }
    for (int i = 0; i < NODES; i++) {
        for (int j = 0; j <= i; j++) {
            const bool there = i < medium->active;
            const double one = i == j, root = there ? sqrt(medium->mu[i] * medium->mu[j]) : 1;
            double even[adding_lanes] = {0}, odd[adding_lanes] = {0};
            for (int o = 0; there && o < evens; o++) {
                const double c = medium->even[o][i] * medium->even[o][j];
                for (int l = 0; l < adding_lanes; l++)
                    even[l] += c * s->even[o][l];
            }
            for (int o = 0; there && o < odds; o++) {
                const double c = medium->odd[o][i] * medium->odd[o][j];
                for (int l = 0; l < adding_lanes; l++)
                    odd[l] += c * gain[o][l];
            }
            for (int l = 0; l < adding_lanes; l++) {
                a[i][j][l] = a[j][i][l] = tau[l] * (one - even[l]) / root;
                b[i][j][l] = b[j][i][l] = (one + odd[l]) * root / tau[l];
            }
        }
    }
}

/* The next term of tanh x = x / (1 + x^2/3 ...) and coth x = 1/x + x/3 ...: what is left out grows
 * with the fourth power of the step. */
static void NAME(refine)(NAME(scratch) * s, NAME(vector) inverse) {
    for (int i = 0; i < NODES; i++) {
        for (int j = 0; j < NODES; j++) {
            for (int l = 0; l < adding_lanes; l++) {
                s->sum[i][j][l] = s->a[i][j][l] + 3 * s->b[i][j][l];
                s->b[i][j][l] += s->a[i][j][l] / 3;
            }
        }
    }
    NAME(parallel)(s, s->sum, inverse, 1, s->a);
}

/* Holds a to what is known where nothing is absorbed: light alike in all directions, f = root_c,
 * stays, a f = 0. Otherwise each doubling would double what rounding has left of it. */
static void NAME(conserve)(const adding_layer *layer, const double *root_c, NAME(matrix) a) {
    double square = 0;
    NAME(vector) left;
    double middle[adding_lanes] = {0};
    memset(left, 0, sizeof left);
    for (int k = 0; k < layer->medium->active; k++)
        square += root_c[k] * root_c[k];
    for (int i = 0; i < layer->medium->active; i++) {
        for (int k = 0; k < layer->medium->active; k++) {
            for (int l = 0; l < adding_lanes; l++)
                left[i][l] += a[k][i][l] * root_c[k];
        }
        for (int l = 0; l < adding_lanes; l++) {
            left[i][l] = layer->mua[l] == 0 ? left[i][l] / square : 0;
            middle[l] += left[i][l] * root_c[i] / square;
        }
    }
    for (int i = 0; i < layer->medium->active; i++) {
        for (int k = 0; k < layer->medium->active; k++) {
            for (int l = 0; l < adding_lanes; l++)
                a[i][k][l] -= left[i][l] * root_c[k] + left[k][l] * root_c[i] -
                              middle[l] * root_c[i] * root_c[k];
        }
    }
}

/* Whether both admittances of the layer are one: nothing gets through. */
static bool NAME(opaque)(const NAME(scratch) * s) {
    double left = 0;
    for (int i = 0; i < NODES; i++) {
        for (int l = 0; l < adding_lanes; l++)
            left = fmax(left, (s->b[i][i][l] - s->a[i][i][l]) / s->b[i][i][l]);
    }
    return left < 1e-15;
}

static void NAME(layer)(const adding_layer *layer, const double *root_c, NAME(scratch) * s,
                        NAME(vector) inverse) {
    NAME(start) start;
    bool conserving = false;
    for (int l = 0; l < adding_lanes; l++)
        conserving = conserving || layer->mua[l] == 0;
    const int doublings = adding_doublings(layer);
    NAME(start_make)(layer, doublings, &start);
    NAME(thin)(layer->medium, &start, s->a, s->b);
    NAME(refine)(s, inverse);
    for (int n = 0; n < doublings && !NAME(opaque)(s); n++) {
        for (int i = 0; i < NODES; i++) {
            for (int j = 0; j < NODES; j++) {
                for (int l = 0; l < adding_lanes; l++) {
                    s->sum[i][j][l] = s->a[i][j][l] + s->b[i][j][l];
                    s->b[i][j][l] = s->sum[i][j][l] / 2;
                }
            }
        }
        NAME(parallel)(s, s->sum, inverse, 2, s->a);
        if (conserving)
            NAME(conserve)(layer, root_c, s->a);
    }
}

/* y of the bottom: light that gets through the face does not come back. Never quite 0, because
 * light that is caught in a clear layer has no admittance to divide by. */
static void NAME(bottom)(const adding_face *face, NAME(matrix) y) {
    memset(y, 0, sizeof(NAME(matrix)));
    for (int i = 0; i < NODES; i++) {
        for (int l = 0; l < adding_lanes; l++)
            y[i][i][l] = (1 - face->reflectance[i]) / (1 + face->reflectance[i]) + adding_trickle;
    }
}

/* y seen through a face; exactly nothing where its reflection is total. */
static void NAME(step)(const adding_face *face, NAME(scratch) * s, NAME(level) * level) {
    memcpy(level->step_factor, s->y, sizeof s->y);
    for (int i = 0; i < NODES; i++) {
        for (int l = 0; l < adding_lanes; l++)
            level->step_factor[i][i][l] +=
                (1 - face->reflectance[i]) / fmax(2 * face->reflectance[i], 1e-300);
    }
    NAME(parallel)(s, level->step_factor, level->step_inverse, 1, s->y);
    for (int i = 0; i < NODES; i++) {
        if (face->reflectance[i] < 1)
            continue;
        for (int k = 0; k < NODES; k++) {
            for (int l = 0; l < adding_lanes; l++)
                s->y[i][k][l] = s->y[k][i][l] = i == k ? adding_trickle : 0;
        }
    }
}

/* y = that of the layer on y. */
static void NAME(add)(NAME(scratch) * s, NAME(level) * level) {
    for (int i = 0; i < NODES; i++) {
        for (int j = 0; j < NODES; j++) {
            for (int l = 0; l < adding_lanes; l++) {
                level->k[i][j][l] = (s->b[i][j][l] - s->a[i][j][l]) / 2;
                s->y[i][j][l] += s->a[i][j][l];
                level->factor[i][j][l] = s->y[i][j][l] + level->k[i][j][l];
            }
        }
    }
    NAME(parallel)(s, level->factor, level->inverse, 1, s->y);
    for (int i = 0; i < NODES; i++) {
        for (int j = 0; j < NODES; j++) {
            for (int l = 0; l < adding_lanes; l++)
                s->y[i][j][l] += s->a[i][j][l];
        }
    }
}

/* From the bottom up. */
static void NAME(rise)(const adding_problem *p, bool keep, NAME(scratch) * s) {
    NAME(bottom)(&p->faces[p->layer_count], s->y);
    for (size_t j = p->layer_count; j-- > 0;) {
        const adding_layer *layer = &p->layers[j];
        NAME(level) *level = &s->levels[j];
        if (j + 1 < p->layer_count && !p->faces[j + 1].same)
            NAME(step)(&p->faces[j + 1], s, level);
        if (layer->clear && layer->endless)
            NAME(bottom)(&adding_no_face, s->y);
        else if (!layer->clear)
            NAME(layer)(layer, p->grid->root_c, s, level->inverse);
        if (layer->endless && !layer->clear)
            memcpy(s->y, s->a, sizeof s->y);
        else if (!layer->clear)
            NAME(add)(s, level);
        if (keep)
            memcpy(level->y, s->y, sizeof s->y);
        memset(level->flux, 0, sizeof level->flux);
        for (int i = 0; i < NODES; i++) {
            for (int k = 0; k < NODES; k++) {
                for (int l = 0; l < adding_lanes; l++)
                    level->flux[i][l] += s->y[k][i][l] * p->grid->root_c[k];
            }
        }
    }
}

/* v = that at the layer's bottom, of v at its top. */
static void NAME(through)(NAME(level) * level, NAME(vector) v) {
    NAME(vector) kv;
    memset(kv, 0, sizeof kv);
    for (int i = 0; i < NODES; i++) {
        for (int k = 0; k < NODES; k++) {
            for (int l = 0; l < adding_lanes; l++)
                kv[i][l] += level->k[k][i][l] * v[k][l];
        }
    }
    NAME(solve_vector)(level->factor, level->inverse, kv);
    memcpy(v, kv, sizeof kv);
}

/* Light down and up, of v = s: (s + Y s) / 2 and (s - Y s) / 2. */
static void NAME(part)(NAME(matrix) y, NAME(vector) v, double *field) {
    for (int i = 0; i < NODES; i++) {
        double d[adding_lanes] = {0};
        for (int k = 0; k < NODES; k++) {
            for (int l = 0; l < adding_lanes; l++)
                d[l] += y[k][i][l] * v[k][l];
        }
        for (int l = 0; l < adding_lanes; l++) {
            field[i * adding_lanes + l] = (v[i][l] + d[l]) / 2;
            field[(NODES + i) * adding_lanes + l] = (v[i][l] - d[l]) / 2;
        }
    }
}

static void NAME(fall)(const adding_problem *p, NAME(scratch) * s, NAME(vector) v, double *net,
                       double *field, adding_light *light) {
    memset(light->out, 0, sizeof light->out);
    for (size_t j = 0; j < p->layer_count; j++) {
        NAME(level) *level = &s->levels[j];
        if (field)
            NAME(part)(level->y, v, field + 2 * j * NODES * adding_lanes);
        for (int l = 0; net && l < adding_lanes; l++) {
            double sum = 0;
            for (int i = 0; i < NODES; i++)
                sum += level->flux[i][l] * v[i][l];
            net[j * adding_lanes + (size_t)l] = sum;
        }
        if (p->layers[j].endless)
            return;
        if (!p->layers[j].clear)
            NAME(through)(level, v);
        if (j + 1 < p->layer_count && !p->faces[j + 1].same) {
            const double *r = p->faces[j + 1].reflectance;
            for (int i = 0; i < NODES; i++) {
                for (int l = 0; l < adding_lanes; l++)
                    v[i][l] *= (1 - r[i]) / fmax(2 * r[i], 1e-300);
            }
            NAME(solve_vector)(level->step_factor, level->step_inverse, v);
        }
    }
    const double *r = p->faces[p->layer_count].reflectance;
    for (int i = 0; i < NODES; i++) {
        for (int l = 0; l < adding_lanes; l++)
            light->out[l] += p->grid->root_c[i] * (1 - r[i]) / (1 + r[i]) * v[i][l];
    }
}

/* The light along each node that gets in, doubled. */
static void NAME(enter)(const adding_problem *p, int kind, NAME(vector) v) {
    const double *r = p->faces[0].reflectance, *root_c = p->grid->root_c;
    for (int i = 0; i < NODES; i++) {
        const bool normal = kind == adding_normal;
        const double light = normal ? (i == 0) / root_c[i] : root_c[i] / (p->above * p->above);
        for (int l = 0; l < adding_lanes; l++)
            v[i][l] = 2 * (1 - r[i]) * light;
    }
}

/* The field of light that meets no surface on its way out. */
static void NAME(solve_first)(const adding_problem *p, NAME(scratch) * s, adding_answer *answer) {
    NAME(vector) v, inverse;
    adding_light light;
    memcpy(s->sum, s->levels[0].y, sizeof s->sum);
    for (int i = 0; i < NODES; i++) {
        for (int l = 0; l < adding_lanes; l++)
            s->sum[i][i][l] += 1;
    }
    NAME(factor)(s->sum, inverse);
    NAME(enter)(p, adding_first, v);
    NAME(solve_vector)(s->sum, inverse, v);
    NAME(fall)(p, s, v, NULL, answer->field[adding_first], &light);
}

static void NAME(solve)(const adding_problem *p, void *scratch, adding_answer *answer) {
    NAME(scratch) *s = scratch;
    NAME(vector) v, inverse;
    const double *r = p->faces[0].reflectance;
    NAME(rise)(p, answer->field[adding_first] != NULL, s);
    for (int i = 0; i < NODES; i++) {
        for (int l = 0; l < adding_lanes; l++)
            s->y[i][i][l] += (1 - r[i]) / (1 + r[i]);
    }
    NAME(factor)(s->y, inverse);
    for (int kind = 0; kind < adding_lights; kind++) {
        NAME(enter)(p, kind, v);
        for (int i = 0; i < NODES; i++) {
            for (int l = 0; l < adding_lanes; l++)
                v[i][l] /= 1 + r[i];
        }
        NAME(solve_vector)(s->y, inverse, v);
        NAME(fall)(p, s, v, answer->net[kind], answer->field[kind], &answer->light[kind]);
        memcpy(answer->light[kind].into, answer->net[kind], sizeof answer->light[kind].into);
    }
    if (answer->field[adding_first])
        NAME(solve_first)(p, s, answer);
    adding_leave();
}

static size_t NAME(scratch_bytes)(size_t layer_count) {
    return sizeof(NAME(scratch)) + layer_count * sizeof(NAME(level));
}

#undef JOIN_
#undef JOIN
#undef NAME
