"""Names of the closed lists in the OpenAPI file. Without one a list would be named by a hash.

A value is the import path of the choices; nothing is imported before the file is made.
"""

_MODELS, _API = "disputes.models", "disputes.api.serializers"

ENUM_NAMES: dict[str, str] = {
    "Track": "disputes.choices.Track",
    "State": "disputes.choices.State",
    "Resolution": "disputes.choices.Resolution",
    "Role": "disputes.choices.Role",
    "UnitLevel": "disputes.choices.UnitLevel",
    "Source": "disputes.choices.Source",
    "Receiver": "disputes.choices.Receiver",
    "PartyRole": f"{_MODELS}.party.Party.PartyRole",
    "Sex": f"{_MODELS}.party.Sex",
    "DocumentType": f"{_MODELS}.party.DocumentType",
    "RepresentativeCapacity": f"{_MODELS}.party.Representative.Capacity",
    "SessionMode": f"{_MODELS}.session.MediationSession.Mode",
    "SessionOutcome": f"{_MODELS}.session.MediationSession.Outcome",
    "SecondReason": f"{_MODELS}.session.MediationSession.SecondReason",
    "PlainMode": f"{_API}.sessions.PLAIN_MODES",
    "EndOutcome": f"{_API}.sessions.OUTCOMES",
    "Exclusion": f"{_API}.sessions.EXCLUSION_CHOICES",
    "StepAction": f"{_API}.disputes.STEP_CHOICES",
    "Conversion": f"{_API}.disputes.CONVERSIONS",
    "HearingStage": f"{_MODELS}.hearing.Stage",
    "Openness": f"{_MODELS}.hearing.Hearing.Openness",
    "HearingSeat": f"{_MODELS}.hearing.HearingSeat.Seat",
    "SeatCapacity": f"{_MODELS}.hearing.HearingSeat.Capacity",
    "AgreementForm": f"{_MODELS}.agreement.Agreement.Form",
    "ObligationType": f"{_MODELS}.agreement.Obligation.Type",
    "Signer": f"{_MODELS}.agreement.Signature.Signer",
    "ReferralChannel": f"{_MODELS}.referral.Referral.Channel",
    "FollowUpMethod": f"{_MODELS}.followup.FollowUp.Method",
    "Satisfaction": f"{_MODELS}.followup.FollowUp.Satisfaction",
}
