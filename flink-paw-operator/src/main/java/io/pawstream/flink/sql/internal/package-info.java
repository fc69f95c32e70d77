/** What models and functions in SQL share. Not for users. */
@NullMarked
package io.pawstream.flink.sql.internal;

import org.jspecify.annotations.NullMarked;
