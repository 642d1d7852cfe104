package dev.cairn.values;

import com.ibm.icu.text.IDNA;
import com.ibm.icu.text.IDNA.Error;
import java.util.EnumSet;
import java.util.Set;

/**
 * Converts an international host name to its {@code xn--} form as browsers do: by UTS #46,
 * non-transitional.
 *
 * <p>These are the rules of the URL standard: letters keep their differences ({@code ß} is not
 * {@code ss}); joiners and writing directions are checked; hyphens and lengths are not. ICU reports
 * errors of the last kind in any case. They are ignored here, since {@link HostParser} has rules of
 * its own for them.
 */
final class InternationalName {
  private static final IDNA UTS46 =
      IDNA.getUTS46Instance(
          IDNA.CHECK_BIDI
              | IDNA.CHECK_CONTEXTJ
              | IDNA.NONTRANSITIONAL_TO_ASCII
              | IDNA.NONTRANSITIONAL_TO_UNICODE);

  private static final Set<Error> HYPHENS_AND_LENGTHS =
      EnumSet.of(
          Error.EMPTY_LABEL,
          Error.LABEL_TOO_LONG,
          Error.DOMAIN_NAME_TOO_LONG,
          Error.LEADING_HYPHEN,
          Error.TRAILING_HYPHEN,
          Error.HYPHEN_3_4);

  private InternationalName() {}

  /**
   * Returns the ASCII form of {@code host}, in lower case.
   *
   * @throws IllegalArgumentException if there is none; its message is the reason
   */
  static String toAscii(String host) {
    IDNA.Info info = new IDNA.Info();
    StringBuilder ascii = UTS46.nameToASCII(host, new StringBuilder(), info);
    Set<Error> errors = EnumSet.noneOf(Error.class);
    errors.addAll(info.getErrors());
    errors.removeAll(HYPHENS_AND_LENGTHS);
    if (!errors.isEmpty()) {
      throw new IllegalArgumentException(reason(errors));
    }
    return ascii.toString();
  }

  private static String reason(Set<Error> errors) {
    if (errors.contains(Error.PUNYCODE) || errors.contains(Error.INVALID_ACE_LABEL)) {
      return "a label of its host begins with xn-- and encodes no valid name";
    }
    if (errors.contains(Error.DISALLOWED) || errors.contains(Error.LABEL_HAS_DOT)) {
      return "its host has a character that no host may have";
    }
    if (errors.contains(Error.LEADING_COMBINING_MARK)) {
      return "a label of its host begins with a combining mark";
    }
    if (errors.contains(Error.BIDI)) {
      return "its host mixes writing directions in a way that no host may";
    }
    return "its host has a zero-width joiner between characters that need none";
  }
}
