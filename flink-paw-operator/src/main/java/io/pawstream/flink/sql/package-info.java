/**
 * Programs in Flink SQL: the model provider {@code paw} for {@code ML_PREDICT}, and the module
 * {@code paw} with the functions {@code PAW} and {@code PAW_CONFIDENCE}.
 */
@NullMarked
package io.pawstream.flink.sql;

import org.jspecify.annotations.NullMarked;
