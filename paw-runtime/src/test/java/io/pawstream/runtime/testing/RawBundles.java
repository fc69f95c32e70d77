package io.pawstream.runtime.testing;

import io.pawstream.runtime.testing.ZipWriter.Member;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Bundles for tests, made from the demonstration programs. */
public final class RawBundles {
  private RawBundles() {}

  /** The members of a program, to be packed again. */
  public static List<Member> members(String program) throws IOException {
    List<Member> members = new ArrayList<>();
    for (Map.Entry<String, byte[]> member : Fixtures.members(program).entrySet()) {
      members.add(Member.of(member.getKey(), member.getValue()));
    }
    return members;
  }

  /** A program's bundle with another adapter. */
  public static byte[] withAdapter(String program, byte[] adapter) throws IOException {
    List<Member> members = members(program);
    members.replaceAll(
        member ->
            member.name().equals("adapter.gguf")
                ? Member.of("adapter.gguf", adapter).stored()
                : member);
    return ZipWriter.write(members);
  }
}
