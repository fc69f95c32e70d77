/** SQL scripts as jobs. Not for users. */
@NullMarked
package io.pawstream.jobs.internal.sql;

import org.jspecify.annotations.NullMarked;
