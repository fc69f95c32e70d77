/** The processes, and what is sent to and read from them. */
@NullMarked
package io.pawstream.demo.internal;

import org.jspecify.annotations.NullMarked;
