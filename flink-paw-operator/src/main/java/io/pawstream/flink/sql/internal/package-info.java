/** What stands behind models and functions in SQL. Not for users. */
@NullMarked
package io.pawstream.flink.sql.internal;

import org.jspecify.annotations.NullMarked;
