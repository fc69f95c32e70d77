/** Answers and failures as records of the schemas. */
@NullMarked
package io.pawstream.jobs.internal.avro;

import org.jspecify.annotations.NullMarked;
