/** What people search for becomes filters. */
@NullMarked
package io.pawstream.jobs.example.search;

import org.jspecify.annotations.NullMarked;
