/** Layout, locks and installation in the cache directory. Any number of processes at once. */
@NullMarked
package io.pawstream.runtime.store.internal;

import org.jspecify.annotations.NullMarked;
