/** What stands behind functions in SQL. Not for users. */
@NullMarked
package io.pawstream.flink.sql.internal.function;

import org.jspecify.annotations.NullMarked;
