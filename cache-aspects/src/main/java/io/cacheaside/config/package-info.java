/**
 * What a setting is: rows of a table, their values, and the texts that name them in files, in the
 * environment and in maps. The rows themselves stand in {@code io.cacheaside.Settings}, those of
 * regions in {@link io.cacheaside.config.RegionSettings}. Not exported.
 */
@NullMarked
package io.cacheaside.config;

import org.jspecify.annotations.NullMarked;
