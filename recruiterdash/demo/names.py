"""Names in many scripts, and what candidates write."""

PEOPLE: tuple[tuple[str, str, str], ...] = (
    # first name, last name, zone ("" is unknown)
    ("Amara", "Okafor", "Africa/Lagos"),
    ("Tomás", "Rivera", "Europe/Madrid"),
    ("美玲", "赵", "Asia/Shanghai"),
    ("Jonas", "Berg", "Europe/Stockholm"),
    ("فاطمة", "السيد", "Asia/Riyadh"),
    ("Grace", "Mutua", "Africa/Nairobi"),
    ("Oliver", "Stein", "Europe/Berlin"),
    ("Inês", "Duarte", "Europe/Lisbon"),
    ("Siân", "Llewellyn", "Europe/London"),
    ("Łukasz", "Żółkiewski", "Europe/Warsaw"),
    ("अनन्या", "शर्मा", "Asia/Kolkata"),
    ("Björn", "Åkesson", ""),
    ("Mehmet", "Yıldız", "Europe/Istanbul"),
    ("Ольга", "Смирнова", "Europe/Riga"),
    ("Nguyễn", "Thị Hồng", "Asia/Ho_Chi_Minh"),
    ("Seán", "Ó Briain", "Europe/Dublin"),
    ("Madonna", "", "America/New_York"),
    ("Jean-Luc", "van der Berg", "Europe/Brussels"),
    ("ياسر", "حداد", "Asia/Riyadh"),
    ("Chloé", "Lefèvre", "Europe/Paris"),
    ("서연", "김", "Asia/Seoul"),
    ("Ragnheiður", "Jónsdóttir", "Atlantic/Reykjavik"),
    ("Kwame", "Mensah", ""),
    ("Zoë", "Papadopoulou", "Europe/Athens"),
    ("さくら", "田中", "Asia/Tokyo"),
    ("Mateo", "García López", "America/Bogota"),
    ("Priscilla", "Nwosu", "America/New_York"),
    ("Dmitri", "Müller", "America/Los_Angeles"),
    ("נועה", "לוי", "Asia/Jerusalem"),
    ("Tariq", "al-Masri", ""),
    ("Eleni", "Konstantinou", "Europe/Nicosia"),
    ("Hugo", "Lindqvist", "America/Toronto"),
    ("Thandiwe", "Dlamini", "Africa/Johannesburg"),
    ("Rasa", "Kazlauskienė", "Europe/Vilnius"),
    ("Wei", "Chen", "America/Los_Angeles"),
    ("Aoife", "Sharma", "Europe/London"),
    ("Niko", "Virtanen", "Europe/Helsinki"),
    ("Lucía", "Fernández", "America/Mexico_City"),
    ("Oksana", "Шевченко", "Europe/Kyiv"),
    ("สมชาย", "ใจดี", "Asia/Bangkok"),
)

QUESTIONS = (
    "Is there any news on my application? I would be glad to hear either way.",
    "You said I would hear last week. Could you tell me where things stand?",
    "May I ask whether a decision has been made about the role?",
    "I have not heard since the interview. Is the role still open?",
)
THANKS = (
    "Thank you for your time today. I enjoyed the conversation.",
    "Thank you both for meeting me. I left with a good picture of the team.",
    "A short thank-you for the interview this afternoon.",
)
ASKS = "Could you send us three times that suit you next week?"
STATUS = "We have not decided yet. I wanted you to know where your application stands."
DEADLINES = "I have another offer and must answer it. Can you tell me anything before then?"
