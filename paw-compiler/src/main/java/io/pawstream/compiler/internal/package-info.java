/** The way from a request to a program. */
@NullMarked
package io.pawstream.compiler.internal;

import org.jspecify.annotations.NullMarked;
