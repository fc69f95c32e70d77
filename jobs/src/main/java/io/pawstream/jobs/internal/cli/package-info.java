/** The command line of the jobs: options, their checks, what a person sees. */
@NullMarked
package io.pawstream.jobs.internal.cli;

import org.jspecify.annotations.NullMarked;
