/** Log lines become alerts, each once, and silence of a job becomes one too. */
@NullMarked
package io.pawstream.jobs.example.alerts;

import org.jspecify.annotations.NullMarked;
