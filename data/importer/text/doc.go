// Package text decodes the bytes that files in China are written in: UTF-8, the
// GBK family, and what a user names.
//
// A file rarely says truly which of them it is in, so the choice weighs evidence
// from the strongest down: what the user says, what a .cpg file says, the language
// driver byte of a dBASE table, whether everything is UTF-8, and else GB18030 (GB
// 18030-2022), of which GBK and GB 2312 are parts. Evidence that the bytes
// themselves contradict is set aside, and the choice says so: .cpg files are
// copied along with data they do not belong to. Only what the user says is held
// to; bytes that contradict it are an error.
package text
