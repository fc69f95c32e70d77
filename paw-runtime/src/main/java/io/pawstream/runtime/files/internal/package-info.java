/** Private files on disk, named by what they contain; knows nothing of programs or engines. */
@NullMarked
package io.pawstream.runtime.files.internal;

import org.jspecify.annotations.NullMarked;
