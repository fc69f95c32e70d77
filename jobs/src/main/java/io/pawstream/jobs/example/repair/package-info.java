/** Dead letters that are nearly JSON are repaired. */
@NullMarked
package io.pawstream.jobs.example.repair;

import org.jspecify.annotations.NullMarked;
