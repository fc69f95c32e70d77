/** How bundles are taken apart: the archive, the directory, the metadata. */
@NullMarked
package io.pawstream.runtime.program.internal;

import org.jspecify.annotations.NullMarked;
