"""What the large servers say of our standing with them is told from what they say of one letter or its reader."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruiterdash.mail import Answer, Phase, Verdict, about_us
from recruiterdash.mail.answers import judge

OURS = {
    "Gmail, rate of an address": "421 4.7.28 [192.0.2.1] Our system has detected an unusual rate of unsolicited mail "
    "originating from your IP address. To protect our users from spam, mail has been temporarily rate limited.",
    "Gmail, closing": "421 4.7.0 Try again later, closing connection.",
    "Gmail, daily limit": "550 5.4.5 Daily user sending limit exceeded. For more information on Gmail "
    "sending limits go to https://support.google.com/a/answer/166852",
    "Gmail, no proof of sender": "550 5.7.26 This mail is unauthenticated, which poses a security risk to the sender.",
    "Gmail, no reverse name": "550 5.7.25 [192.0.2.1] The IP address sending this message does not have a PTR record",
    "Gmail, reputation": "421 4.7.0 [192.0.2.1 15] Our system has detected that this message is suspicious due to the "
    "very low reputation of the sending domain.",
    "Gmail, transaction": "452 4.5.3 Domain policy size per transaction exceeded, please try this recipient in a "
    "separate transaction.",
    "Microsoft, server busy": "451 4.7.500 Server busy. Please try again later from [192.0.2.1]. (S77714)",
    "Microsoft, reputation": "451 4.7.650 The mail server [192.0.2.1] has been temporarily rate limited due to IP "
    "reputation. For e-mail delivery information, see https://aka.ms/postmaster (S775)",
    "Microsoft, threads": "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded [Hostname=AM0.example]",
    "Microsoft, connections": "432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending",
    "Microsoft, submission quota": "550 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; "
    "The message can't be submitted because the sender's submission quota was exceeded.",
    "Microsoft, outbound spam": "550 5.1.8 Access denied, bad outbound sender. AS(42003)",
    "Microsoft, tenant": "550 5.7.705 Access denied, tenant has exceeded threshold. Please contact support",
    "Microsoft, spam abuse": "550 5.7.501 Access denied, spam abuse detected from IP address",
    "Microsoft, banned address": "550 5.7.606 Access denied, banned sending IP [192.0.2.1]",
    "Microsoft, foreign sender": "550 5.7.60 SMTP; Client does not have permissions to send as this sender",
    "Microsoft, send as": "554 5.2.252 SendAsDenied; jobs@firm.example not allowed to send as hr@firm.example",
    "Microsoft, too many": "452 4.5.3 Too many recipients (AS780090)",
    "SES, daily": "454 Throttling failure: Daily message quota exceeded.",
    "SES, rate": "454 Throttling failure: Maximum sending rate exceeded.",
    "SES, not verified": "554 Message rejected: Email address is not verified. The following identities failed "
    "the check in region EU-WEST-1: jobs@firm.example",
    "SES, paused": "554 Message rejected: Sending paused for this account.",
    "SES, not allowed": "554 Access denied: User `arn:aws:iam::1:user/x' is not authorized to perform "
    "`ses:SendRawEmail'",
    "sending limits": "550 5.7.1 Message rejected due to sending limits",
    "rate limited": "550 5.7.1 rate limited",
    "Postfix, too much mail": "450 4.7.1 Error: too much mail from 192.0.2.1",
    "Postfix, too many connections": "421 4.7.0 mx.firm.example Error: too many connections from 192.0.2.1",
    "Postfix, too many recipients": "452 4.5.3 Error: too many recipients",
    "Postfix, block list": "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org",
    "Postfix, relay": "554 5.7.1 <amara@example.org>: Relay access denied",
    "Postfix, sender": "553 5.7.1 <jobs@firm.example>: Sender address rejected: not owned by user priya",
    "Postfix, sender's domain": "450 4.1.8 <jobs@firm.test>: Sender address rejected: Domain not found",
    "Postfix, a policy service": "451 4.7.1 <amara@example.org>: Recipient address rejected: rate limited, slow down",
    "Postfix, HELO": "450 4.7.1 <mail>: Helo command rejected: Host not found",
    "Exim, connections": "421 Too many concurrent SMTP connections from this IP address; please try again later.",
    "Exim, per hour": "550 Domain firm.example has exceeded the max emails per hour (101/100 (101%)) allowed. Message "
    "discarded.",
    "Exim, relay": "550 relay not permitted",
    "Exim, sender": "550 Sender verify failed",
    "Yahoo": "421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or "
    "user complaints",
    "access": "530 5.7.57 Client not authenticated to send mail.",
}

ITS_OWN = {
    "Gmail, nobody": "550 5.1.1 The email account that you tried to reach does not exist. Please try double-checking",
    "Gmail, reader's rate": "450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents "
    "additional messages from being delivered. Please resend your message at a later time.",
    "Gmail, reader too fast": "450 4.2.1 The user you are trying to contact is receiving mail too quickly. Please "
    "resend",
    "Gmail, full": "452 4.2.2 The email account that you tried to reach is over quota. Please direct the recipient to",
    "Gmail, disabled": "550 5.2.1 The email account that you tried to reach is disabled.",
    "Gmail, spam": "550 5.7.1 [192.0.2.1 12] Our system has detected that this message is likely unsolicited mail.",
    "Gmail, attachment": "552 5.7.0 This message was blocked because its content presents a potential security issue.",
    "Gmail, own trouble": "421 4.3.0 Temporary System Problem. Try again later (10).",
    "Gmail, size": "552 5.3.4 Your message exceeded Google's message size limits. Please visit",
    "Microsoft, nobody": "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient amara@example.org not found by "
    "SMTP lookup",
    "Microsoft, reader's limit": "554 5.2.122 The recipient has exceeded their limit for the number of messages they "
    "can receive per hour.",
    "Microsoft, full": "554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoff",
    "Microsoft, resources": "452 4.3.1 Insufficient system resources",
    "Microsoft, loop": "554 5.4.14 Hop count exceeded - possible mail loop ATTR34",
    "Microsoft, restricted": "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required",
    "SES, suppressed": "554 Message rejected: Address is on the suppression list for your account",
    "SES, size": "552 Message is too long.",
    "SES, address": "554 Transaction failed: Address contains illegal characters in user name",
    "Postfix, greylisting": "450 4.2.0 <amara@example.org>: Recipient address rejected: Greylisted, see https://postgrey",
    "greylisting with 4.7.1": "450 4.7.1 <amara@example.org>: Recipient address rejected: Greylisting in action",
    "milter's greylisting": "451 4.7.1 Greylisting in action, please come back in 00:05:00",
    "Postfix, unknown": "550 5.1.1 <amara@example.org>: Recipient address rejected: User unknown in virtual "
    "mailbox table",
    "Postfix, size": "552 5.3.4 Message size exceeds fixed limit",
    "Postfix, hops": "554 5.4.0 Error: too many hops",
    "Postfix, disk": "452 4.3.1 Insufficient system storage",
    "Postfix, reader refused": "554 5.7.1 <amara@example.org>: Recipient address rejected: Access denied",
    "Exim, greylisted": "451 Greylisted, please try again in 180 seconds",
    "Exim, own trouble": "451 Temporary local problem - please try later",
    "Exim, unroutable": "550 Unrouteable address",
    "Exim, full": "552 mailbox quota exceeded",
    "Exim, lines": "550 maximum allowed line length is 998 octets, got 1200: message line too long",
    "a machine's number is no code": "450 4.7.0.1 has no such person",
    "nothing": "550",
}


def answered(line: str, phase: Phase = Phase.RCPT) -> Answer:
    code, _, text = line.partition(" ")
    return Answer(phase, judge(phase, int(code)), int(code), text)


@pytest.mark.parametrize("line", OURS.values(), ids=OURS)
def test_a_no_to_all_that_we_send_is_about_us(line: str) -> None:
    assert about_us(answered(line))
    assert about_us(answered(line, Phase.CONTENT))


@pytest.mark.parametrize("line", ITS_OWN.values(), ids=ITS_OWN)
def test_a_no_to_one_letter_or_reader_is_not_about_us(line: str) -> None:
    assert not about_us(answered(line))
    assert not about_us(answered(line, Phase.CONTENT))


@pytest.mark.parametrize("line", [*OURS.values(), *ITS_OWN.values()])
def test_words_are_heard_in_capitals_too(line: str) -> None:
    code, _, text = line.partition(" ")
    assert about_us(answered(f"{code} {text.upper()}")) == about_us(answered(line))


def test_an_acceptance_and_a_silence_are_not_about_us() -> None:
    assert not about_us(Answer(Phase.CONTENT, Verdict.ACCEPTED, 250, "2.0.0 rate limit 3 of 100 used"))
    assert not about_us(
        Answer(Phase.MAIL, Verdict.REFUSED, None, "The letter is over the limit of the server.")
    )
    assert not about_us(Answer(Phase.RCPT, Verdict.AGAIN, None, "The server did not answer in time."))


@given(st.sampled_from([421, 450, 451, 452, 550, 552, 554]), st.text(max_size=500))
def test_any_words_have_an_answer_and_the_same_one_each_time(code: int, text: str) -> None:
    answer = Answer(Phase.RCPT, judge(Phase.RCPT, code), code, text)
    assert about_us(answer) is about_us(answer)
    if not re.search("[a-z]{4}|[45][.]", text, re.IGNORECASE):
        assert about_us(answer) is False
