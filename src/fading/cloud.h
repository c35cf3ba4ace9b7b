/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clients like this one, as a cloud of weighted paces. */
#ifndef SCALP_FADING_CLOUD_H
#define SCALP_FADING_CLOUD_H

#include "course.h"

enum { CLOUD_DIMENSIONS = 4, CLOUD_NODES = 1024 };

/* A pace as numbers: slow, fast, spread, take. */
typedef struct cloud_pace {
    double z[CLOUD_DIMENSIONS];
} cloud_pace;

/* The client's skin and dots, ready to be asked. */
typedef struct cloud_client {
    const scalp_forecast_spec *spec;
    cloud_pace known;                                /* the prior's mean */
    double sure[CLOUD_DIMENSIONS][CLOUD_DIMENSIONS]; /* the inverse of its covariance */
    fading_model model;
    fading_factors factors[SCALP_FORECAST_MAX_KINDS];
    double weights[SCALP_FORECAST_MAX_KINDS]; /* sum 1 */
} cloud_client;

cloud_client cloud_client_make(const scalp_forecast_spec *spec);
/* Fills in what is known beforehand. */
void cloud_prior(cloud_client *client);
/* Visible density relative to the same client's day 28. */
double cloud_share(const cloud_client *client, const cloud_pace *pace, unsigned kind, double days);

typedef struct cloud {
    cloud_pace node[CLOUD_NODES];
    double weight[CLOUD_NODES]; /* sum 1 */
    cloud_pace likeliest;
    double effective;
} cloud;

/* The population, weighted by how well each pace explains the client's measurements. */
void cloud_make(const cloud_client *client, cloud *cloud);
/* A measurement's distance from `share`, in scales of its own error. */
double cloud_distance(const scalp_retained *measured, double share);

#endif
