/**
 * Options of the transform and the predicate: what they are called, what they may be, what they
 * become.
 */
@NullMarked
package io.pawstream.connect.internal.config;

import org.jspecify.annotations.NullMarked;
