/** How example jobs are run: between files or between topics. */
@NullMarked
package io.pawstream.jobs.internal.example;

import org.jspecify.annotations.NullMarked;
