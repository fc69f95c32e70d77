/** What stands behind models in SQL. Not for users. */
@NullMarked
package io.pawstream.flink.sql.internal.model;

import org.jspecify.annotations.NullMarked;
