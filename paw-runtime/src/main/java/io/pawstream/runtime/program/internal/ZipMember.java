package io.pawstream.runtime.program.internal;

/**
 * One member of a bundle.
 *
 * @param name its path, normalised
 * @param directory whether it is a directory
 * @param deflated whether its bytes are deflated, else stored
 * @param offset where its packed bytes begin in the file
 * @param packedSize how many packed bytes there are
 * @param size declared bytes when unpacked
 * @param crc declared CRC-32 of the unpacked bytes
 */
record ZipMember(
    String name,
    boolean directory,
    boolean deflated,
    long offset,
    long packedSize,
    long size,
    long crc) {}
