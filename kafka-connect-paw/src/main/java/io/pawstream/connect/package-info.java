/**
 * Programs on the messages of a Kafka Connect pipeline: {@link io.pawstream.connect.PawTransform}
 * and {@link io.pawstream.connect.PawPredicate}.
 */
@NullMarked
package io.pawstream.connect;

import org.jspecify.annotations.NullMarked;
