/** Records of topics: where their input is, and how they are written with their answers. */
@NullMarked
package io.pawstream.jobs.internal.topic.format;

import org.jspecify.annotations.NullMarked;
