/** How a call goes over the wire: redirects, retries, bounds, answers. Knows no call by name. */
@NullMarked
package io.pawstream.runtime.hub.internal;

import org.jspecify.annotations.NullMarked;
