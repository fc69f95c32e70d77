/** Commands that talk to the hub. */
@NullMarked
package io.pawstream.cli.internal.hub;

import org.jspecify.annotations.NullMarked;
