/**
 * The keys: how a template and the values of a call become the text under which an entry is stored.
 *
 * <p>{@link io.cacheaside.key.KeyTemplate} parses {@code "user:{id}"}; {@link
 * io.cacheaside.key.KeyText} writes the value for {@code {id}}; {@link io.cacheaside.key.KeyBuffer}
 * collects the bytes. Nothing here knows Redis or the runtime.
 *
 * <h2>The text of values</h2>
 *
 * <p>This is a contract across releases: an application and its next version, which run side by
 * side during a deployment, must agree on every key. Tests pin each line.
 *
 * <table>
 * <caption>Types and their texts</caption>
 * <tr><th>type</th><th>text</th></tr>
 * <tr><td>{@code byte}, {@code short}, {@code int}, {@code long}, {@code BigInteger}</td>
 *     <td>decimal: {@code -42}</td></tr>
 * <tr><td>{@code boolean}</td><td>{@code true}, {@code false}</td></tr>
 * <tr><td>{@code float}, {@code double}</td>
 *     <td>rounded to the fewest digits with which it reads back as itself, laid out as by {@code
 *     Double.toString}: {@code 0.1}, {@code 2.0E23}, {@code NaN}; the same on every JDK</td></tr>
 * <tr><td>{@code BigDecimal}</td>
 *     <td>plain, with its trailing zeros, if its scale is 0 to 64: {@code 1.50}; else as {@code
 *     toString} gives it: {@code 1E+3}</td></tr>
 * <tr><td>{@code String}, {@code char}</td><td>escaped: {@code a%3Ab}</td></tr>
 * <tr><td>an enum</td><td>the constant's name</td></tr>
 * <tr><td>{@code UUID}, {@code URI}, {@code Instant}, {@code LocalDate}, {@code LocalTime}, {@code
 *     LocalDateTime}, {@code OffsetDateTime}, {@code OffsetTime}, {@code ZonedDateTime}, {@code
 *     ZoneId}, {@code ZoneOffset}, {@code Year}, {@code YearMonth}, {@code MonthDay}, {@code
 *     Duration}, {@code Period}</td>
 *     <td>{@code toString}, escaped: {@code 10%3A15}</td></tr>
 * <tr><td>{@code Optional} and its kin</td><td>the text of the value, or {@code ~o}</td></tr>
 * <tr><td>arrays and collections, except sets</td><td>{@code [a,b]}, in their order</td></tr>
 * <tr><td>sets</td><td>{@code <a,b>}, in the order of the texts' bytes</td></tr>
 * <tr><td>a record annotated with {@code @CacheKey}</td><td>its components: {@code (a,b)}</td></tr>
 * <tr><td>a type with a {@code @CacheKey} method</td><td>its value: {@code (a)}</td></tr>
 * <tr><td>a value class of Kotlin</td><td>the text of its value</td></tr>
 * </table>
 *
 * <p>A placeholder with {@code *}, {@code {ids*}}, is the text of one element, in a key for each.
 *
 * <p>{@code null} is {@code ~} wherever it stands, and the empty string is {@code ~e}. All other
 * types are refused; so are raw collections, an {@code Optional} of an {@code Optional}, and type
 * variables whose first bound is refused.
 *
 * <p>Escaping leaves ASCII letters and digits, {@code - _ . +} and every character from U+00A0 on
 * as they are, in UTF-8. Each UTF-8 byte of any other character is {@code %} and two upper-case
 * hexadecimal digits. Half a surrogate pair, which has no UTF-8, is {@code %u} and four.
 *
 * <h2>Why different values give different keys</h2>
 *
 * <p>Take one template and the types of its placeholders. A text is never empty. It either begins
 * with a bracket, and then ends with the bracket that closes it, since no bracket inside is
 * unescaped except those of other values; or it contains no delimiter at all. A template has a
 * delimiter between any two placeholders. So a key can be read from left to right in only one way:
 * up to the closing bracket, or up to the next delimiter less the characters that the template has
 * before it. Within one type, different values have different texts.
 *
 * <p>What counts as different is the text, not {@code equals}: {@code 1.0} and {@code 1.00} are two
 * keys as {@code BigDecimal}, and so are {@code http://a} and {@code HTTP://a} as {@code URI},
 * although that class calls them equal.
 */
@NullMarked
package io.cacheaside.key;

import org.jspecify.annotations.NullMarked;
