/** What one task of a connector holds: loaded programs, metrics, the watch over its polls. */
@NullMarked
package io.pawstream.connect.internal.task;

import org.jspecify.annotations.NullMarked;
